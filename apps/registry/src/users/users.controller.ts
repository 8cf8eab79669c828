import { Body, Controller, Get, Inject, Param, Patch, Query } from '@nestjs/common';
import { changeUserBodySchema, type Page, type UserView } from '@plumbline/contracts';
import { CurrentIdentity, parseInput, type Identity } from '@plumbline/platform';
import { idPageQuery, readBody, readId } from '../http/read-request';
import { UserAccounts } from './user-accounts';

@Controller('api/v1/users')
export class UsersController {
  constructor(@Inject(UserAccounts) private readonly accounts: UserAccounts) {}

  @Get()
  list(@Query() query: unknown): Promise<Page<UserView>> {
    const { cursor, limit } = parseInput(idPageQuery, query);
    return this.accounts.page(cursor ?? null, limit);
  }

  @Patch(':id')
  change(@Param() params: unknown, @Body() body: unknown, @CurrentIdentity() identity: Identity): Promise<UserView> {
    return this.accounts.change(readId(params), readBody(changeUserBodySchema, body).disabled, identity);
  }
}
