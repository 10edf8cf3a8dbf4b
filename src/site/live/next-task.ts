/** Lets what has come in the meantime have its turn. */
export function nextTask(): Promise<void> {
  const {port1, port2} = new MessageChannel();
  return new Promise((done) => {
    port1.onmessage = () => (port1.close(), done());
    port2.postMessage(null);
  });
}
