/** What differs between Messenger and Instagram when something is sent: limits, file types, error codes. */
import type { GraphError } from '../graph/errors.ts';

/** What a file by address or upload may be. */
export type FileRule = { readonly mimes: readonly RegExp[]; readonly most: number };

export type Rules = {
  /** Longest text; `bytes` counts UTF-8. */
  readonly longestText: number;
  readonly textUnit: 'characters' | 'bytes';
  readonly needsMessagingType: boolean;
  readonly messagingTypes: readonly string[];
  /** Attachment types that may be sent, and what their files may be (null: no file). */
  readonly attachments: Readonly<Record<string, FileRule | null>>;
  readonly templateTypes: readonly string[];
  /** Most pictures in one message; 0 where `attachments` is not known. */
  readonly mostPictures: number;
  readonly utilityTemplates: boolean;
  readonly closed: GraphError;
  readonly noSuchUser: GraphError;
};
