import { closeSync, openSync, readSync } from 'node:fs';
import { type ColumnMetaData, type CompressionCodec, type SchemaElement } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { parquetHeader } from 'hyparquet/src/column.js';
import type { SunkColumn } from '../columns/column-sink';
import { decodePage, plainValues, type PageValues } from './decode-page';
import { flatColumns, parquetMetadataOf } from './parquet-layout';
import { sinkValues } from './sink-values';
import { uncompressSnappy } from './snappy';
import { ParquetContentError } from './parquet.errors';

function readExactly(descriptor: number, from: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length;) {
    const read = readSync(descriptor, bytes, at, length - at, from + at);
    if (read === 0) throw new ParquetContentError(`the file ends at byte ${from + at}, inside a column`);
    at += read;
  }
  return bytes;
}

function decompress(bytes: Uint8Array, length: number, codec: CompressionCodec): Uint8Array {
  if (codec === 'UNCOMPRESSED') return bytes;
  if (codec === 'SNAPPY') return uncompressSnappy(bytes, length);
  const decompressor = compressors[codec];
  if (decompressor === undefined) throw new ParquetContentError(`compression ${codec} is not known`);
  return decompressor(bytes, length);
}

/** One column chunk, page by page. */
function scanChunk(bytes: Uint8Array, meta: ColumnMetaData, element: SchemaElement, sink: SunkColumn['sink']): void {
  const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 };
  const total = Number(meta.num_values);
  let dictionary: PageValues | undefined;
  for (let seen = 0; seen < total;) {
    const header = parquetHeader(reader);
    const compressed = bytes.subarray(reader.offset, reader.offset + header.compressed_page_size);
    reader.offset += header.compressed_page_size;
    if (header.type === 'DICTIONARY_PAGE') {
      const page = decompress(compressed, header.uncompressed_page_size, meta.codec);
      dictionary = plainValues(page, 0, element, header.dictionary_page_header?.num_values ?? 0);
      continue;
    }
    const page = decodePage(header, compressed, element, (part, length) => decompress(part, length, meta.codec));
    sinkValues(page, dictionary, sink);
    seen += page.rows;
  }
}

/**
 * Reads columns of a Parquet file, one column chunk of a row group at a time, so that memory holds no more than a chunk.
 * Numbers are read as typed arrays, categories as codes of the page's dictionary.
 */
export function scanParquet(
  file: string,
  columns: readonly SunkColumn[],
  onBytes: (bytes: number) => void = () => {},
): void {
  const metadata = parquetMetadataOf(file);
  const flat = flatColumns(metadata);
  const descriptor = openSync(file, 'r');
  try {
    for (const group of metadata.row_groups) {
      for (const { at, sink } of columns) {
        const element = flat[at] as SchemaElement;
        const meta = group.columns.find((c) => c.meta_data?.path_in_schema.join('.') === element.name)?.meta_data;
        if (meta === undefined) throw new ParquetContentError(`a row group lacks the column ${element.name}`);
        const start = Number(meta.dictionary_page_offset || meta.data_page_offset);
        const length = Number(meta.total_compressed_size);
        scanChunk(readExactly(descriptor, start, length), meta, element, sink);
        onBytes(length);
      }
    }
  } finally {
    closeSync(descriptor);
  }
}
