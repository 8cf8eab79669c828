import { CopyButton } from './copy-button';

const SHOWN_CHARACTERS = 12;

/** A digest by its beginning; the whole of it is copied, and stands in the title. */
export function Digest({ digest, of }: { digest: string; of: string }) {
  const plain = digest.replace(/^sha256:/, '');
  return (
    <span className="pl-digest">
      <code title={digest}>{plain.slice(0, SHOWN_CHARACTERS)}</code>
      <CopyButton small text={plain} label={`Copy the digest of ${of}`} />
    </span>
  );
}
