/**
 * The built-in mapping: from a rule's log source to the events of a Windows log (sigma-logsource-mapping §1–3).
 * In: product, category, service. Out: targets, or why there are none. Invariant: what is unknown never means "match
 * everything"; targets are made once, so equal log sources give the same objects.
 */
import { foldText } from '../base/fold.ts'
import type { LogSource } from '../sigma/ast.ts'
import { categoryTarget, serviceTarget } from './build-target.ts'
import type { BuiltinOptions } from './data/categories.ts'
import { CATEGORIES, ETW_ONLY_CATEGORIES, NEAREST_LOGGED } from './data/categories.ts'
import { SERVICES } from './data/services.ts'
import { intersectChannels } from './intersect-channels.ts'
import type { Mapping, Resolution, Target } from './mapping.ts'
import { describeLogSource, notApplicable, shortName, unsupported } from './reason.ts'
import { WINDOWS_VIEW } from './views/windows-view.ts'

const DEFAULT_OPTIONS: BuiltinOptions = { fileDelete26: true, registryAdd4657: false }

/** `product: windows` and nothing else: every record, those without a channel included. */
const EVERY_RECORD: Target = {
  id: 'windows',
  channels: undefined,
  eventIds: undefined,
  conditions: [],
  view: WINDOWS_VIEW,
}

interface Tables {
  readonly services: ReadonlyMap<string, Target>
  readonly categories: ReadonlyMap<string, readonly Target[]>
}

/** The mapping that applies unless the user gives another. */
export function createBuiltinMapping(options: Partial<BuiltinOptions> = {}): Mapping {
  const chosen = { ...DEFAULT_OPTIONS, ...options }
  const tables = buildTables(chosen)
  const changes = Object.entries(chosen).filter(
    ([name, value]) => value !== DEFAULT_OPTIONS[name as keyof BuiltinOptions],
  )
  return {
    name: ['builtin', ...changes.map(([name, value]) => `${name}=${value}`)].join(' '),
    resolve: (logsource) => resolveLogSource(tables, logsource),
  }
}

function buildTables(options: BuiltinOptions): Tables {
  const services = new Map<string, Target>()
  for (const service of SERVICES) {
    const target = serviceTarget(service)
    for (const name of [service.name, ...(service.aliases ?? [])]) services.set(name, target)
  }
  const categories = new Map<string, readonly Target[]>()
  for (const category of CATEGORIES) {
    const targets = category.events
      .filter(({ option }) => option === undefined || options[option])
      .map((events) => categoryTarget(events, services.get(events.service)!))
    for (const name of [category.name, ...(category.aliases ?? [])]) categories.set(name, targets)
  }
  return { services, categories }
}

function resolveLogSource(tables: Tables, logsource: LogSource): Resolution {
  const product = fold(logsource.product)
  const category = fold(logsource.category)
  const service = fold(logsource.service)
  if (product !== undefined && product !== 'windows') return notApplicable(`product ${shortName(product)}`)
  if (product === undefined && !isWindowsCategory(tables, category))
    return notApplicable(`no product, ${describeLogSource(logsource)}`)
  if (category === undefined && service === undefined) return { type: 'targets', targets: [EVERY_RECORD] }
  if (category !== undefined && !tables.categories.has(category)) return unknownCategory(category)
  if (service !== undefined && !tables.services.has(service)) return unknownService(service)
  if (category === undefined) return { type: 'targets', targets: [tables.services.get(service!)!] }
  const targets = tables.categories.get(category)!
  return service === undefined
    ? { type: 'targets', targets }
    : withinService(targets, tables.services.get(service)!, logsource)
}

/** Targets of a category that lie in the channels of a service. */
function withinService(targets: readonly Target[], service: Target, logsource: LogSource): Resolution {
  const common: Target[] = []
  for (const target of targets) {
    const channels = intersectChannels(target.channels, service.channels)
    if (channels?.length === target.channels?.length) common.push(target)
    else if (channels === undefined || channels.length > 0) common.push({ ...target, channels })
  }
  if (common.length > 0) return { type: 'targets', targets: common }
  return unsupported(
    `${describeLogSource(logsource)}: no event belongs to both; remove one of the two from the rule`,
  )
}

function isWindowsCategory(tables: Tables, category: string | undefined): boolean {
  return category !== undefined && (tables.categories.has(category) || ETW_ONLY_CATEGORIES.includes(category))
}

function unknownCategory(category: string): Resolution {
  if (ETW_ONLY_CATEGORIES.includes(category))
    return unsupported(
      `category ${category}: exists only as live ETW trace, no event log holds such events; ${NEAREST_LOGGED[category]}`,
    )
  return unsupported(
    `category ${shortName(category)}: unknown on Windows; check its spelling or map it with --mapping FILE`,
  )
}

function unknownService(service: string): Resolution {
  return unsupported(
    `service ${shortName(service)}: no Windows event log is known for it; check its spelling or map it with --mapping FILE`,
  )
}

function fold(name: string | undefined): string | undefined {
  return name === undefined ? undefined : foldText(name)
}
