/** In what parts the panel shows the files of a conversation. */
export const fileKinds = ['media', 'files', 'links'] as const;
export type FileKind = (typeof fileKinds)[number];
