/** Appears after 200 ms (ui.css), so that quick answers do not flicker. */
export function Skeleton({ heightPx = 160 }: { heightPx?: number }) {
  return (
    <div role="status" aria-label="Loading">
      <div className="pl-skeleton" style={{ height: heightPx }} />
    </div>
  );
}
