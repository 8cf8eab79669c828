import { Controller, Get, Header } from '@nestjs/common';
import { docsPage } from './docs-page';
import { openApiDocument } from './openapi-document';

@Controller()
export class DocsController {
  @Get('openapi.json')
  document(): Record<string, unknown> {
    return openApiDocument();
  }

  @Get('docs')
  @Header('content-type', 'text/html; charset=utf-8')
  page(): string {
    return docsPage();
  }
}
