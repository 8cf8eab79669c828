import { applyDecorators, Delete, HttpCode, Patch, Post } from '@nestjs/common';

/** MLflow's clients take exactly 200 for success. */
export const WirePost = (path: string) => applyDecorators(Post(path), HttpCode(200));
export const WirePatch = (path: string) => applyDecorators(Patch(path), HttpCode(200));
export const WireDelete = (path: string) => applyDecorators(Delete(path), HttpCode(200));
