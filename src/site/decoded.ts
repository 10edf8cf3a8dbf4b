/** An address, or a part of one, as it is read: percent signs undone; as it is where they stand for nothing. */
export function decoded(address: string): string {
  try {
    return decodeURI(address);
  } catch {
    return address; // "%" alone is no letter
  }
}
