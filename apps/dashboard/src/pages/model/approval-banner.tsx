import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { openApprovalsQuery } from '../../api/queries';

/** Says that a change of what serves waits for people. */
export function ApprovalBanner({ name }: { name: string }) {
  const { data = [] } = useQuery(openApprovalsQuery());
  const waiting = data.filter(({ model, alias }) => model === name && alias === 'champion');
  return waiting.map(({ id, version, approvals, approvalsNeeded }) => (
    <div key={id} className="app-notice" role="status">
      <span>
        <strong>v{version}</strong> waits to become champion: {approvals} of {approvalsNeeded} approval
        {approvalsNeeded === 1 ? '' : 's'} given.
      </span>
      <Link to="/approvals" hash={id}>
        Decide
      </Link>
    </div>
  ));
}
