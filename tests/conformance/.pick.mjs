// greedy cover of features by equal pairs
import { pair } from '/work/main/tests/conformance/pairs.mjs'
import { engine } from '/work/main/tests/conformance/engine.mjs'
import fs from 'node:fs'
import path from 'node:path'
const root = '/work/main/tests/cases/diff'
const bare = (text) => text.split('\n').filter((line) => !line.startsWith('-- ') || /^-- [A-Z][A-Za-z]+$/.test(line)).join('\n')
for (const provider of ['postgresql', 'sqlite', 'cockroachdb']) {
  const it = await engine(provider === 'sqlite' ? 'file::memory:' : process.env.ORACLE_URL)
  const all = []
  for (let seed = 40000; seed < 40900; seed++) {
    const [o, n] = pair(seed, provider)
    const up = await it.diff(o, n), down = await it.diff(n, o)
    if (up === null || down === null) continue
    const f = new Set()
    for (const l of (bare(up) + '\n' + bare(down)).split('\n')) {
      const k = l.replace(/"[^"]*"/g, 'N').replace(/'[^']*'/g, 'S').replace(/[0-9.]+/g, '9').replace(/\(N(?:(?:, ?| DESC| ASC)*N)*[^)]*\)/g, '(N)').replace(/DEFAULT .*/, 'DEFAULT').slice(0, 60)
      f.add(k)
    }
    all.push({ seed, o, n, f, size: o.length + n.length })
  }
  const seen = new Set(); let made = 0
  while (made < 22) {
    let best = null, score = 0
    for (const x of all) { let c = 0; for (const k of x.f) if (!seen.has(k)) c++; const sc = c / Math.sqrt(x.size); if (c > 0 && sc > score) { score = sc; best = x } }
    if (!best) break
    for (const k of best.f) seen.add(k)
    const d = path.join(root, `random-${provider}-${best.seed}`)
    fs.mkdirSync(d, { recursive: true }); fs.writeFileSync(d + '/old.prisma', best.o); fs.writeFileSync(d + '/new.prisma', best.n); made++
  }
}
process.exit(0)
