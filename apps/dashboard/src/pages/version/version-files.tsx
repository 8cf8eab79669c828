import type { VersionView } from '@plumbline/contracts';
import { DataTable, Digest, formatBytes, NOT_KNOWN, Panel } from '@plumbline/ui';
import { IconDownload } from '@tabler/icons-react';
import { segment } from '../../api/http';

interface FileRow {
  readonly name: string;
  readonly what: string;
  readonly bytes: number | null;
  readonly digest: string;
  readonly href: string;
}

const stringsIn = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];

/** The API's own addresses: the session's cookie goes with them. */
function fileRows({ model, version, ...view }: VersionView): FileRow[] {
  const base = `/api/v1/models/${segment(model)}/versions/${version}`;
  const serving = { bytes: view.artifactBytes, digest: view.artifactDigest, href: `${base}/artifact` };
  const original = view.originalDigest;
  return [
    { name: `${model}-${version}.onnx`, what: 'serves', ...serving },
    ...(original === null
      ? []
      : [
          {
            name: `${model}-${version}-original.onnx`,
            ...{ what: 'as it was sent', bytes: null, digest: original, href: `${base}/artifact?original=true` },
          },
        ]),
    ...view.files.map(({ name, bytes, digest }) => ({
      ...{ name, what: 'external data', bytes, digest },
      href: `${base}/files/${name.split('/').map(segment).join('/')}`,
    })),
  ];
}

function Download({ file }: { file: FileRow }) {
  return (
    <a href={file.href} download className="app-icon-link" aria-label={`Download ${file.name}`}>
      <IconDownload size={15} aria-hidden /> Download
    </a>
  );
}

export function VersionFiles({ version }: { version: VersionView }) {
  const changes = stringsIn(version.source['artifactChanges']);
  return (
    <Panel title="Files" note="Stored by their content, and checked whenever they are read.">
      <DataTable
        caption={`Files of version ${version.version}`}
        rows={fileRows(version)}
        rowKey={({ href }) => href}
        columns={[
          {
            key: 'name',
            header: 'File',
            cell: ({ name, what }) => (
              <>
                <div className="app-strong app-wrap">{name}</div>
                <div className="app-muted app-small">{what}</div>
              </>
            ),
          },
          {
            key: 'bytes',
            header: 'Size',
            numeric: true,
            cell: ({ bytes }) => (bytes === null ? NOT_KNOWN : formatBytes(bytes)),
          },
          { key: 'digest', header: 'SHA-256', cell: ({ digest, name }) => <Digest digest={digest} of={name} /> },
          { key: 'get', header: <span className="pl-hidden">Download</span>, cell: (file) => <Download file={file} /> },
        ]}
      />
      {changes.length > 0 && (
        <p className="app-muted app-small app-gap">Rewritten so that it can serve: {changes.join('; ')}.</p>
      )}
    </Panel>
  );
}
