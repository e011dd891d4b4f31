/** A form with one file, streamed: its length is known beforehand, its bytes are never all in memory. */

export type GraphForm = {
  readonly fields: Readonly<Record<string, string>>;
  readonly file: {
    /** Name of the form's field. */
    readonly field: string;
    readonly name: string;
    readonly mime: string;
    /** Size in bytes; exact. */
    readonly bytes: number;
    readonly stream: ReadableStream<Uint8Array>;
  };
};

export type Streamed = {
  readonly contentType: string;
  readonly body: ReadableStream<Uint8Array>;
  /** Ends when everything is written; rejects when the file breaks off or `signal` says stop. */
  readonly write: (signal: AbortSignal) => Promise<void>;
};

const encoder = new TextEncoder();

/** As browsers write it (HTML, "multipart form data"). */
const quoted = (text: string): string =>
  `"${text.replace(/["\r\n]/g, (letter) => encodeURIComponent(letter))}"`;

function opening(boundary: string, { fields, file }: GraphForm): string {
  const parts = Object.entries(fields).map(
    ([name, value]) =>
      `--${boundary}\r\ncontent-disposition: form-data; name=${quoted(name)}\r\n\r\n${value}\r\n`,
  );
  const named = `name=${quoted(file.field)}; filename=${quoted(file.name)}`;
  return `${parts.join('')}--${boundary}\r\ncontent-disposition: form-data; ${named}\r\ncontent-type: ${file.mime}\r\n\r\n`;
}

async function writeText(writable: WritableStream<Uint8Array>, bytes: Uint8Array): Promise<void> {
  const writer = writable.getWriter();
  await writer.write(bytes);
  writer.releaseLock();
}

/** `form` as a request body. */
export function multipart(form: GraphForm): Streamed {
  const boundary = `casement-${crypto.randomUUID()}`;
  const head = encoder.encode(opening(boundary, form));
  const tail = encoder.encode(`\r\n--${boundary}--\r\n`);
  const { file } = form;
  const { readable, writable } = new FixedLengthStream(head.length + file.bytes + tail.length);
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    body: readable,
    async write(signal) {
      await writeText(writable, head);
      await file.stream.pipeTo(writable, { preventClose: true, signal });
      await writeText(writable, tail);
      await writable.close();
    },
  };
}
