import { SettingsError } from '../config/settings.errors';

export interface S3Location {
  readonly bucket: string;
  /** '' or a path that ends in '/'. */
  readonly prefix: string;
  readonly endpoint?: string;
  readonly region?: string;
  readonly pathStyle: boolean;
}

const FORM =
  's3://bucket/prefix?endpoint=http://host:port&region=name&pathStyle=true (all but the bucket may be left out)';
const KNOWN = new Set(['endpoint', 'region', 'pathStyle']);

/** The URL itself is never shown: somebody may have put a secret into it. */
function refuse(reason: string): never {
  const detail = `ARTIFACT_URL: ${reason}. Remedy: give ${FORM}`;
  throw new SettingsError(`Settings do not fit:\n  ${detail}.`, [{ pointer: '/ARTIFACT_URL', detail }]);
}

function pathStyleOf(text: string | null, byDefault: boolean): boolean {
  if (text === null) return byDefault;
  if (text !== 'true' && text !== 'false') refuse('pathStyle is neither true nor false');
  return text === 'true';
}

/** A server of one's own (an endpoint) is asked path-style unless the URL says otherwise: few have a name for each bucket. */
export function parseS3Location(artifactUrl: string): S3Location {
  if (!URL.canParse(artifactUrl)) refuse('it is not a URL');
  const url = new URL(artifactUrl);
  if (url.username !== '' || url.password !== '')
    refuse(
      'it holds credentials; they come from AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY or the usual AWS profile or role',
    );
  if (url.hostname === '') refuse('the bucket is missing');
  if (url.port !== '') refuse('a bucket has no port; a server of your own is given as ?endpoint=');
  const unknown = [...url.searchParams.keys()].find((name) => !KNOWN.has(name));
  if (unknown !== undefined) refuse(`the parameter "${unknown}" is not known`);
  const endpoint = url.searchParams.get('endpoint');
  if (endpoint !== null && !isServer(endpoint)) refuse('endpoint is not http://host:port or https://host:port');
  const region = url.searchParams.get('region');
  const path = url.pathname.split('/').filter(Boolean).map(decodeURIComponent).join('/');
  return {
    bucket: url.hostname,
    prefix: path === '' ? '' : `${path}/`,
    ...(endpoint === null ? {} : { endpoint }),
    ...(region === null ? {} : { region }),
    pathStyle: pathStyleOf(url.searchParams.get('pathStyle'), endpoint !== null),
  };
}

function isServer(text: string): boolean {
  if (!/^https?:\/\/./.test(text) || !URL.canParse(text)) return false;
  const { username, password } = new URL(text);
  return username === '' && password === '';
}
