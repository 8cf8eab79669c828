import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { newTokenBodySchema, type NewTokenView, type Page, type TokenView } from '@plumbline/contracts';
import { CurrentIdentity, parseInput, type Identity } from '@plumbline/platform';
import { idPageQuery, readBody, readId } from '../http/read-request';
import { IssueToken } from './issue-token';
import { RevokeToken } from './revoke-token';
import { TokenListQuery } from './token-list.query';

@Controller('api/v1/tokens')
export class TokensController {
  constructor(
    @Inject(TokenListQuery) private readonly tokens: TokenListQuery,
    @Inject(IssueToken) private readonly issueToken: IssueToken,
    @Inject(RevokeToken) private readonly revokeToken: RevokeToken,
  ) {}

  @Get()
  list(@Query() query: unknown, @CurrentIdentity() identity: Identity): Promise<Page<TokenView>> {
    const { cursor, limit } = parseInput(idPageQuery, query);
    return this.tokens.page(identity, cursor ?? null, limit);
  }

  @Post()
  create(@Body() body: unknown, @CurrentIdentity() identity: Identity): Promise<NewTokenView> {
    return this.issueToken.execute(identity, readBody(newTokenBodySchema, body));
  }

  @Delete(':id')
  @HttpCode(204)
  revoke(@Param() params: unknown, @CurrentIdentity() identity: Identity): Promise<void> {
    return this.revokeToken.execute(readId(params), identity);
  }
}
