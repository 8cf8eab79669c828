import { Button } from '@mantine/core';

interface Paged {
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly fetchNextPage: () => unknown;
}

export function LoadMore({ of, what }: { of: Paged; what: string }) {
  if (!of.hasNextPage) return null;
  return (
    <Button
      size="compact-sm"
      variant="default"
      mt={12}
      loading={of.isFetchingNextPage}
      onClick={() => void of.fetchNextPage()}
    >
      {what}
    </Button>
  );
}
