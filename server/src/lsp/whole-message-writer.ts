import type { Writable } from "node:stream";
import { Emitter, type Message, type MessageWriter } from "vscode-languageserver/node";

/**
 * Writes each message to the stream in one piece. The library's own writer sends the header first and waits for it,
 * which wakes the client for nothing: with the findings of a large file that was a sixth of an edit's time.
 */
export function wholeMessageWriter(stream: Writable): MessageWriter {
  const errors = new Emitter<[Error, Message | undefined, number | undefined]>();
  const closes = new Emitter<void>();
  let failures = 0;
  stream.on("error", (error) => errors.fire([error, undefined, undefined]));
  stream.on("close", () => closes.fire());
  return {
    onError: errors.event,
    onClose: closes.event,
    write: (message) =>
      new Promise((resolve, reject) => {
        const body = JSON.stringify(message);
        stream.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`, "utf8", (error) => {
          if (error == null) return resolve();
          failures += 1;
          errors.fire([error, message, failures]);
          reject(error);
        });
      }),
    end: () => void stream.end(),
    dispose: () => {
      errors.dispose();
      closes.dispose();
    },
  };
}
