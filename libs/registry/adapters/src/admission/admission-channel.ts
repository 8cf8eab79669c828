import type { Signature } from '@plumbline/registry-core';

/** Where the parent speaks to the child: a socket pair, so that nothing printed to stdout can pass for an answer. */
export const CHANNEL_FD = 3;
export const REWRITTEN_FILE = 'rewritten.onnx';

export type RoomRequest =
  | { readonly op: 'inspect'; readonly model: string; readonly external: readonly string[] }
  | { readonly op: 'trial'; readonly model: string; readonly signature: Signature; readonly rows: readonly unknown[] };
