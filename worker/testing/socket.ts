/** A browser's socket, for tests in workerd: collects the frames it gets. */
import { exports } from 'cloudflare:workers';
import { protocolVersion } from '#domain/frame.ts';
import { origin } from './door.ts';

type Entry = { default: { fetch(request: Request): Promise<Response> } };

export type Line<Frame> = {
  readonly frames: Frame[];
  readonly closed: { code: number; reason: string } | null;
  send(text: string): void;
  hello(since: number | null): void;
  /** Resolves with the frames once there are `count` of them. */
  wait(count: number): Promise<Frame[]>;
  close(): void;
};

/** Opens `path` as the person of `cookie`; null and the status when it is refused. */
export async function connectSocket<Frame>(
  path: string,
  cookie: string,
  headers: Record<string, string> = { origin },
): Promise<Line<Frame> | number> {
  const upgrade = { upgrade: 'websocket', cookie, ...headers };
  const answer = await (exports as unknown as Entry).default.fetch(
    new Request(`${origin}${path}`, { headers: upgrade }),
  );
  return answer.webSocket ? lineOf<Frame>(answer.webSocket) : answer.status;
}

/** A socket that was just opened, as a page listens to it. */
export function lineOf<Frame>(socket: WebSocket): Line<Frame> {
  const frames: Frame[] = [];
  let closed: { code: number; reason: string } | null = null;
  const listeners: (() => void)[] = [];
  const changed = (): void => listeners.splice(0).forEach((listener) => listener());
  socket.accept();
  socket.addEventListener('message', ({ data }) => {
    if (data !== 'pong') frames.push(JSON.parse(String(data)) as Frame);
    changed();
  });
  socket.addEventListener('close', ({ code, reason }) => {
    closed = { code, reason };
    changed();
  });
  return {
    frames,
    get closed() {
      return closed;
    },
    send: (text) => socket.send(text),
    hello: (since) => socket.send(JSON.stringify({ t: 'hello', v: protocolVersion, since })),
    async wait(count) {
      while (frames.length < count && !closed)
        await new Promise<void>((resolve) => void listeners.push(resolve));
      return frames;
    },
    close: () => socket.close(1000),
  };
}

/** The same, when it must succeed. */
export async function openSocket<Frame>(path: string, cookie: string): Promise<Line<Frame>> {
  const line = await connectSocket<Frame>(path, cookie);
  if (typeof line === 'number') throw new Error(`${path} answered ${line}`);
  return line;
}
