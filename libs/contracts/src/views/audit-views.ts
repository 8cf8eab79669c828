export interface AuditEntryView {
  seq: number | null;
  eventId: string;
  occurredAt: string;
  actor: string;
  action: string;
  resourceType: string;
  resourceId: string;
  envelope: Record<string, unknown>;
  leafHash: string;
}
