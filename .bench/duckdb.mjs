// Runs core.sql over a folder of exports and prints the result as CSV: node duckdb.mjs EXPORTS core.sql
import {DuckDBInstance} from '@duckdb/node-api';
import {readFileSync} from 'node:fs';

const [exports, sql] = process.argv.slice(2);
const db = await (await DuckDBInstance.create(':memory:', {threads: '2'})).connect();
await db.run(`set variable exports = '${exports}'`);
await db.run(readFileSync(sql, 'utf8'));
for (const [id, value] of (await db.runAndReadAll('select id, value from result order by id')).getRows()) console.log(`${id},${value}`);
