#!/usr/bin/env node
// Compares schema-diff with Prisma's engine on random pairs of schemas, in both directions.
//
//   diff.mjs [-n count] [-s seed] [-p provider] [-b] [-k folder]
//
// $ORACLE_URL is a PostgreSQL server, for all providers except sqlite; nothing in it is read or changed.
// -b measures how blind deviations.mjs is: it counts the lines of our scripts whose absence would not be
// noticed. -k keeps the pairs that differ. Exit status 1 if there is a difference that is not in
// deviations.mjs.
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { compare } from './deviations.mjs'
import { engine } from './engine.mjs'
import { pair } from './pairs.mjs'
import { readSchema } from './script.mjs'

const { values: options } = parseArgs({
  options: {
    count: { type: 'string', short: 'n', default: '1000' },
    seed: { type: 'string', short: 's', default: '1' },
    provider: { type: 'string', short: 'p', default: 'postgresql' },
    blindness: { type: 'boolean', short: 'b' },
    keep: { type: 'string', short: 'k' },
  },
})
const bin = process.env.MIGTOOLS_BIN ?? path.join(import.meta.dirname, '../../build/bin')
const url = options.provider === 'sqlite' ? 'file::memory:' : process.env.ORACLE_URL
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'migtools-diff-'))
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }))

// Returns a script without the comments that are no headings of steps.
const bare = (text) => text.split('\n').filter((line) => !line.startsWith('-- ') || /^-- [A-Z][A-Za-z]+$/.test(line)).join('\n')

// Runs schema-diff on many pairs in one shell, as each pair needs four processes.
const SCRIPT = `cd "$1"
for i in *.old.prisma; do
  i=\${i%.old.prisma}
  { schema-parse $i.old.prisma > $i.old && schema-parse $i.new.prisma > $i.new &&
    schema-diff -o up $i.old $i.new > $i.up && schema-diff -o down $i.old $i.new > $i.down &&
    : > $i.fine; } 2> $i.trouble
done`

function ours(chunk) {
  const at = path.join(folder, 'chunk')
  fs.rmSync(at, { recursive: true, force: true })
  fs.mkdirSync(at)
  for (const { seed, texts: [old, next] } of chunk) {
    fs.writeFileSync(path.join(at, `${seed}.old.prisma`), old)
    fs.writeFileSync(path.join(at, `${seed}.new.prisma`), next)
  }
  spawnSync('sh', ['-c', SCRIPT, 'sh', at], { env: { ...process.env, PATH: `${path.resolve(bin)}:${process.env.PATH}` } })
  const read = (seed, what) => fs.readFileSync(path.join(at, `${seed}.${what}`), 'utf8')
  for (const one of chunk) {
    one.trouble = fs.existsSync(path.join(at, `${one.seed}.fine`)) ? '' : read(one.seed, 'trouble') || 'no output'
    one.schemas = one.trouble ? null : [read(one.seed, 'old'), read(one.seed, 'new')]
    one.mine = one.trouble ? { up: '', down: '' } : { up: read(one.seed, 'up'), down: read(one.seed, 'down') }
  }
}

// Counts the lines of our script that could be removed without a difference being reported.
function unseen(theirs, mine, schemas) {
  const lines = mine.split('\n')
  for (let i = 0; i < lines.length; i++) {
    if (!lines[i] || lines[i].startsWith('-- ')) continue
    counts.lines = (counts.lines ?? 0) + 1
    if (compare(options.provider, theirs, lines.filter((line, j) => j !== i).join('\n'), schemas)) counts.unseen = (counts.unseen ?? 0) + 1
  }
}

const it = await engine(url)
const counts = { pairs: 0, refused: 0, empty: 0, differ: 0 }
const started = Date.now()

function judge({ seed, texts: [before, after], theirs, mine, trouble, schemas }) {
  counts.pairs++
  if (bare(theirs.up) === '') counts.empty++
  // schema-parse refuses names that are the same in the database, as databases do.
  if (/duplicate table '_|have the same name in the database/.test(trouble)) {
    counts['same-name'] = (counts['same-name'] ?? 0) + 1
    return
  }
  for (const way of ['up', 'down']) {
    const [old, next] = schemas ? (way === 'up' ? schemas : [...schemas].reverse()).map(readSchema) : []
    const scripts = [bare(theirs[way]), bare(mine[way])]
    const used = trouble ? null : compare(options.provider, ...scripts, { old, next })
    if (used?.length && options.blindness) unseen(...scripts, { old, next })
    for (const name of used ?? []) counts[name] = (counts[name] ?? 0) + 1
    if (used) continue
    counts.differ++
    console.log(`${options.provider} ${seed} ${way} differs ${trouble}`)
    if (!options.keep) continue
    const at = path.join(options.keep, `${options.provider}-${seed}`)
    fs.mkdirSync(at, { recursive: true })
    const texts = { 'old.prisma': before, 'new.prisma': after, [`${way}.theirs`]: bare(theirs[way]), [`${way}.ours`]: bare(mine[way]) }
    for (const name in texts) fs.writeFileSync(path.join(at, name), texts[name])
  }
}

let seed = Number(options.seed)
while (counts.pairs < Number(options.count)) {
  const chunk = []
  while (chunk.length < Math.min(200, Number(options.count) - counts.pairs)) {
    const [old, next] = pair(seed, options.provider)
    const theirs = { up: await it.diff(old, next), down: await it.diff(next, old) }
    if (theirs.up === null || theirs.down === null) counts.refused++
    else chunk.push({ seed, texts: [old, next], theirs })
    seed++
  }
  ours(chunk)
  chunk.forEach(judge)
}
console.log(`${options.provider}: ${Object.entries(counts).map(([name, n]) => `${n} ${name}`).join(', ')}, ${((Date.now() - started) / 1000).toFixed(0)} s`)
process.exit(counts.differ ? 1 : 0)
