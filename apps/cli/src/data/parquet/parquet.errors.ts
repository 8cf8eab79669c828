/** What a Parquet file holds that can not be read. */
export class ParquetContentError extends Error {
  constructor(message: string) {
    super(message);
    this.name = new.target.name;
  }
}
