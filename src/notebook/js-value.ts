import type {Scope} from "./environment.ts";

/** What gives values by and by: a generator, or anything that `for await` walks and that is no plain collection. */
type Lasting = Iterator<unknown> | AsyncIterator<unknown>;

/** Whether it gives more than one value, by and by, as a generator does. */
export function hasMore(value: unknown): value is Lasting {
  return (
    typeof value === "object" &&
    value !== null &&
    typeof (value as Lasting).next === "function" &&
    typeof (value as Lasting).return === "function"
  );
}

/** The value that a promise comes to, and the first one of a generator. */
export async function settled(value: unknown): Promise<unknown> {
  const come = await value;
  if (!hasMore(come)) return come;
  const {value: first} = await come.next();
  await come.return?.();
  return first;
}

/** What other cells see under the name of a cell that is a program: its variable of that name, else what it displayed last. */
export function ownValue({name}: {readonly name: string}, values: Scope, displayed: readonly unknown[]): unknown {
  return Object.hasOwn(values, name) ? values[name] : displayed.at(-1);
}
