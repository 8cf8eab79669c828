import { StateMessage } from '@plumbline/ui';
import { Link } from '@tanstack/react-router';
import { PageTitle } from '../shared/page-title';

export function NotFoundPage() {
  return (
    <div className="app-page">
      <PageTitle title="Not found" />
      <StateMessage kind="empty" title="There is no such page">
        The address may be old. <Link to="/">Go to the overview</Link>.
      </StateMessage>
    </div>
  );
}
