/** Lines that a person reads while a run works and afterwards. Never a value of a row. */
export class RunLog {
  private readonly lines: string[] = [];

  constructor(private readonly now: () => Date) {}

  add(line: string): void {
    this.lines.push(`${this.now().toISOString()} ${line}`);
  }

  text(): string {
    return this.lines.join('\n');
  }
}
