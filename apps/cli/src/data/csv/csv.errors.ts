/** What is wrong at a byte of the file; the line is counted only when it is to be told. */
export class CsvContentError extends Error {
  constructor(
    readonly offset: number,
    message: string,
  ) {
    super(message);
    this.name = new.target.name;
  }
}

export class RaggedRowError extends CsvContentError {
  constructor(offset: number, cells: number, sense: 'only' | 'more') {
    const found = sense === 'more' ? `at least ${cells}` : `only ${cells}`;
    super(
      offset,
      `${found} ${cells === 1 ? 'value' : 'values'}: give every row as many as the header, or quote a value that holds the delimiter`,
    );
  }
}

export class UnclosedQuoteError extends CsvContentError {
  constructor(offset: number) {
    super(offset, 'a quote that is never closed: close it, or double the quotes inside a quoted value');
  }
}
