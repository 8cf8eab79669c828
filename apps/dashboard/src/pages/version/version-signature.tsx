import type { SignatureContract, VersionView } from '@plumbline/contracts';
import { describePreprocessing } from '@plumbline/preprocessing';
import { DataTable, Panel, type Column } from '@plumbline/ui';
import { attributesBeside, featureRows, rangeText, readSignature, type FeatureRow } from './read-signature';

const SHOWN_CATEGORIES = 6;

function Values({ feature }: { feature: FeatureRow }) {
  const { categories } = feature;
  if (!categories) return <span className="app-nowrap">{rangeText(feature)}</span>;
  const rest = categories.slice(SHOWN_CATEGORIES);
  return (
    <>
      <span className="app-wrap">{categories.slice(0, SHOWN_CATEGORIES).join(', ')}</span>
      {rest.length > 0 && (
        <details className="app-explain app-small">
          <summary>and {rest.length} more</summary>
          <p className="app-wrap">{rest.join(', ')}</p>
        </details>
      )}
    </>
  );
}

function Flags({ feature }: { feature: FeatureRow }) {
  if (!feature.protected && !feature.personal && feature.required) return null;
  return (
    <span className="app-badges">
      {feature.protected && (
        <span className="app-badge" title="Fairness is measured by its groups.">
          protected
        </span>
      )}
      {feature.personal && (
        <span className="app-badge" title="Says something about a person.">
          personal
        </span>
      )}
      {!feature.required && (
        <span className="app-badge" title="A request may leave it out.">
          optional
        </span>
      )}
    </span>
  );
}

const COLUMNS: readonly Column<FeatureRow>[] = [
  { key: 'name', header: 'Feature', cell: ({ name }) => <strong className="app-wrap">{name}</strong> },
  { key: 'type', header: 'Type', cell: ({ type }) => type },
  { key: 'values', header: 'Range or categories', width: '32%', cell: (feature) => <Values feature={feature} /> },
  { key: 'unit', header: 'Unit', cell: ({ unit }) => unit ?? '' },
  {
    key: 'preprocessing',
    header: 'The model sees it',
    cell: ({ preprocessing }) => preprocessing && describePreprocessing(preprocessing),
  },
  {
    key: 'description',
    header: 'Description',
    width: '30%',
    cell: ({ description }) => description && <span className="app-wrap">{description}</span>,
  },
  { key: 'flags', header: 'Marked', cell: (feature) => <Flags feature={feature} /> },
];

/** A column of which no feature says anything is not shown. */
function isTold(key: string, rows: readonly FeatureRow[]): boolean {
  if (key !== 'unit' && key !== 'description' && key !== 'preprocessing') return true;
  return rows.some((row) => row[key] !== undefined);
}

function outputText({ task, output, batchRows }: SignatureContract): string {
  const { classes, positiveClass, threshold, kind } = output;
  const size = batchRows === undefined ? '' : ` The graph takes exactly ${batchRows} rows at a time.`;
  if (task === 'regression') return `Answers a number.${size}`;
  const answer = kind === 'label' ? 'Answers a label without a score' : 'Answers a score';
  const at = positiveClass !== null && kind !== 'label' ? `; ${positiveClass} from ${threshold} on` : '';
  return `${answer}: ${classes.join(', ')}${at}.${size}`;
}

export function VersionSignature({ version }: { version: VersionView }) {
  const signature = readSignature(version.signature);
  if (!signature)
    return (
      <Panel title="Signature" note="This page does not know the form of this signature; here it is as it was stored.">
        <pre className="app-log">{JSON.stringify(version.signature, null, 2)}</pre>
      </Panel>
    );
  const rows = featureRows(signature);
  const beside = attributesBeside(signature);
  const count = `${rows.length} feature${rows.length === 1 ? '' : 's'}`;
  return (
    <Panel title="Signature" aside={count} note={outputText(signature)}>
      <DataTable
        caption={`Features of version ${version.version}`}
        rows={rows}
        rowKey={({ name }) => name}
        columns={COLUMNS.filter(({ key }) => isTold(key, rows))}
      />
      {beside.length > 0 && (
        <p className="app-muted app-small app-gap">
          Protected, and sent beside the features: {beside.join(', ')}. The model does not see{' '}
          {beside.length === 1 ? 'it' : 'them'}.
        </p>
      )}
    </Panel>
  );
}
