/**
 * Programs that run on ordinary machines, and their command lines. In: draws, the host. Out: what process events say.
 * Invariant: what a program is (path, maker, hashes) hangs together; command lines are harmless ones.
 */
import { mix } from './random.mjs'
import { brand, documentFolder, documentName, guidDigits, hexDigits, word } from './words.mjs'

const SYSTEM = 'C:\\Windows\\System32\\'
const FILES = 'C:\\Program Files\\'
const FILES86 = 'C:\\Program Files (x86)\\'
const MICROSOFT = ['Microsoft Corporation', 'Microsoft® Windows® Operating System']

const SERVICES =
  'Schedule,wuauserv,BITS,Dnscache,LanmanServer,Winmgmt,EventLog,Themes,UserManager,ProfSvc,Dhcp,W32Time,CryptSvc,WinHttpAutoProxySvc,TokenBroker,StateRepository,AppXSvc,wlidsvc,DoSvc,UsoSvc,CDPSvc,SysMain,camsvc,LicenseManager,Netman,FontCache,TimeBrokerSvc,netprofm,StorSvc,SSDPSRV'.split(
    ',',
  )
const SERVICE_GROUPS = [
  'netsvcs',
  'LocalService',
  'NetworkService',
  'LocalServiceNetworkRestricted',
  'appmodel',
]

/** A document of one of the host's users; `v` draws it. */
function documentPath(v, host) {
  const number = v.number(4000, 0.5)
  return `C:\\Users\\${host.someUser(v)}\\Documents\\${documentFolder(number >> 3)}\\${documentName(number)}`
}

/** What follows a Chromium program's name; handles and ticks make nearly every one new. */
function chromiumArguments(v) {
  const number = v.number(400, 0.9)
  const handle = mix(number, 1) % 60_000
  const type = ['renderer', 'renderer', 'renderer', 'utility', 'gpu-process'][mix(number, 2) % 5]
  if (type !== 'renderer')
    return ` --type=${type} --lang=en-US --service-sandbox-type=none --mojo-platform-channel-handle=${handle} --field-trial-handle=${handle},i,${mix(number, 3)},${mix(number, 4)},262144 /prefetch:8`
  return ` --type=renderer --lang=en-US --renderer-client-id=${v.number(400, 0.4)} --launch-time-ticks=${mix(number, 4)} --mojo-platform-channel-handle=${handle} /prefetch:1`
}

const service = (v) =>
  ` -k ${v.random.pick(SERVICE_GROUPS)} -p -s ${SERVICES[v.random.rank(SERVICES.length)]}`
const none = () => ''
const embedding = () => ' -Embedding'
const surrogate = (v) => ` /Processid:{${guidDigits(v.number(60), 0xc0).toUpperCase()}}`
const searchPipe = (v) =>
  ` Global\\UsGthrFltPipeMssGthrPipe${v.number(3000, 0.8)}_ Global\\UsGthrCtrlFltPipeMssGthrPipe${v.number(400, 0.1)} 1 -2147483646 "Software\\Microsoft\\Windows Search" "Mozilla/4.0 (compatible; MSIE 6.0; Windows NT; MS Search 4.0 Robot)" "C:\\ProgramData\\Microsoft\\Search\\Data\\Temp\\usgthrsvc" "DownLevelDaemon"`
const appServer = (v) => ` -ServerName:App.AppX${hexDigits(v.number(120, 0.02), 0xa9, 32)}.mca`
const opensDocument = (v, host) => ` /n "${documentPath(v, host)}" /o ""`
const opensFile = (v, host) => ` "${documentPath(v, host)}"`
const batch = (v) => {
  const number = v.number(300, 0.88)
  return ` /c C:\\Tools\\${brand(number % 60)}\\${word(number)}-${word(number >> 3)}.cmd ${number % 5000}`
}
const script = (v) => {
  const number = v.number(200, 0.88)
  return ` -File C:\\Tools\\${brand(number % 40)}\\${word(number)}-${word(number >> 2)}.ps1 ${number % 9000}`
}
const build = (v) => {
  const number = v.number(900, 0.4)
  return ` -jar "D:\\Services\\${brand(number % 30)}\\lib\\${word(number)}-${1 + (number % 9)}.${number % 20}.jar" --queue ${brand(number)} --job ${v.number(9000, 0.7)}`
}
const repository = (v) => {
  const number = v.number(700, 0.4)
  const files = Array.from(
    { length: 1 + 2 ** (mix(number, 0x617) % 6) },
    (_, i) => `src/${word(number >> i)}/${brand(number + i).toLowerCase()}/${word(mix(number, i))}.cs`,
  ).join(' ')
  return ` -C D:\\Work\\${brand(number % 80)} ${v.random.pick(['fetch --prune origin', 'status --porcelain', 'log -1 --format=%H', 'rev-parse HEAD'])} -- ${files}`
}
const updater = (v) =>
  ` /ua /installsource scheduler /sessionid "{${guidDigits(v.number(8000, 0.9), 0x5e).toUpperCase()}}"`
const console_ = (v) => (v.random.chance(0.8) ? ' 0xffffffff -ForceV1' : ' 0x4')
const printJob = (v) => ` "${brand(v.number(40))} Printer" ${v.number(5000, 0.7)}`
const taskId = (v) => (v.random.chance(0.5) ? '' : ` {${guidDigits(v.number(40), 0x7a).toUpperCase()}}`)
const handle = (v) => 700 + v.number(200)
const filterHandles = (v) => ` 0 ${handle(v)} ${handle(v)} ${handle(v)} 8192 ${handle(v)}`
const printerHandle = (v) => ` ${8192 + v.random.below(3)}`
const logonState = (v) => ` /flags:0x2 /state0:0xa${hexDigits(v.number(60, 0.5), 1, 7)} /state1:0x41c64e6d`
const consent = (v) =>
  ` ${200 + 4 * v.number(200, 0.2)} ${v.number(100)} 000001${hexDigits(v.number(200, 0.5), 0, 10).toUpperCase()}`

/**
 * Path, description, maker and product, command line after the path; who starts it and for whom, and whether it talks
 * to the network. In the order of how often they start. `~` is the profile of the user who starts it.
 * `by`: a fixed process of the host, or `self` and `cmd`: a running process of that program.
 */
const PROGRAMS = [
  [`${SYSTEM}cmd.exe`, 'Windows Command Processor', ...MICROSOFT, batch, 'explorer', 'user'],
  [
    `${SYSTEM}svchost.exe`,
    'Host Process for Windows Services',
    ...MICROSOFT,
    service,
    'services',
    'system',
    'net',
  ],
  [
    `${SYSTEM}WindowsPowerShell\\v1.0\\powershell.exe`,
    'Windows PowerShell',
    ...MICROSOFT,
    script,
    'explorer',
    'user',
  ],
  [`${SYSTEM}conhost.exe`, 'Console Window Host', ...MICROSOFT, console_, 'cmd', 'user'],
  [`${SYSTEM}dllhost.exe`, 'COM Surrogate', ...MICROSOFT, surrogate, 'dcom', 'user'],
  [`${SYSTEM}backgroundTaskHost.exe`, 'Background Task Host', ...MICROSOFT, appServer, 'dcom', 'user', 'net'],
  [`${SYSTEM}RuntimeBroker.exe`, 'Runtime Broker', ...MICROSOFT, embedding, 'dcom', 'user'],
  [
    `${SYSTEM}wbem\\WmiPrvSE.exe`,
    'WMI Provider Host',
    ...MICROSOFT,
    () => ' -secured -Embedding',
    'dcom',
    'system',
  ],
  [
    `${FILES}Google\\Chrome\\Application\\chrome.exe`,
    'Google Chrome',
    'Google LLC',
    'Google Chrome',
    chromiumArguments,
    'self',
    'user',
    'net',
  ],
  [
    `${SYSTEM}sppsvc.exe`,
    'Microsoft Software Protection Platform Service',
    ...MICROSOFT,
    none,
    'services',
    'system',
  ],
  [`${SYSTEM}taskhostw.exe`, 'Host Process for Windows Tasks', ...MICROSOFT, taskId, 'schedule', 'system'],
  [
    `${FILES}Git\\cmd\\git.exe`,
    'Git for Windows',
    'The Git Development Community',
    'Git',
    repository,
    'cmd',
    'user',
    'net',
  ],
  [
    `${FILES}Microsoft Office\\root\\Office16\\WINWORD.EXE`,
    'Microsoft Word',
    'Microsoft Corporation',
    'Microsoft Office',
    opensDocument,
    'explorer',
    'user',
  ],
  [`${SYSTEM}notepad.exe`, 'Notepad', ...MICROSOFT, opensFile, 'explorer', 'user'],
  [
    `${SYSTEM}SearchFilterHost.exe`,
    'Microsoft Windows Search Filter Host',
    'Microsoft Corporation',
    'Windows® Search',
    filterHandles,
    'indexer',
    'system',
  ],
  [
    `${FILES86}Microsoft\\Edge\\Application\\msedge.exe`,
    'Microsoft Edge',
    'Microsoft Corporation',
    'Microsoft Edge',
    chromiumArguments,
    'self',
    'user',
    'net',
  ],
  [
    `${SYSTEM}smartscreen.exe`,
    'Windows Defender SmartScreen',
    ...MICROSOFT,
    embedding,
    'dcom',
    'user',
    'net',
  ],
  [
    `${SYSTEM}consent.exe`,
    'Consent UI for administrative applications',
    ...MICROSOFT,
    consent,
    'schedule',
    'system',
  ],
  [
    `${SYSTEM}SearchProtocolHost.exe`,
    'Microsoft Windows Search Protocol Host',
    'Microsoft Corporation',
    'Windows® Search',
    searchPipe,
    'indexer',
    'system',
  ],
  [`${SYSTEM}MoUsoCoreWorker.exe`, 'MoUSO Core Worker Process', ...MICROSOFT, embedding, 'dcom', 'system'],
  [
    'C:\\Windows\\servicing\\TrustedInstaller.exe',
    'Windows Modules Installer',
    ...MICROSOFT,
    none,
    'services',
    'system',
  ],
  [
    `${SYSTEM}LogonUI.exe`,
    'Windows Logon User Interface Host',
    ...MICROSOFT,
    logonState,
    'winlogon',
    'system',
  ],
  [
    'C:\\Windows\\splwow64.exe',
    'Print driver host for applications',
    ...MICROSOFT,
    printerHandle,
    'explorer',
    'user',
  ],
  [`${SYSTEM}spoolsv.exe`, 'Spooler SubSystem App', ...MICROSOFT, none, 'services', 'system'],
  [
    `${FILES}Java\\jre-17\\bin\\java.exe`,
    'OpenJDK Platform binary',
    'Eclipse Adoptium',
    'OpenJDK Platform 17',
    build,
    'cmd',
    'user',
    'net',
  ],
  [
    `${FILES}Microsoft Office\\root\\Office16\\EXCEL.EXE`,
    'Microsoft Excel',
    'Microsoft Corporation',
    'Microsoft Office',
    opensFile,
    'explorer',
    'user',
  ],
  [
    `${FILES86}Google\\Update\\GoogleUpdate.exe`,
    'Google Installer',
    'Google LLC',
    'Google Update',
    updater,
    'schedule',
    'system',
    'net',
  ],
  [
    `${FILES86}Microsoft\\EdgeUpdate\\MicrosoftEdgeUpdate.exe`,
    'Microsoft Edge Update',
    'Microsoft Corporation',
    'Microsoft Edge Update',
    updater,
    'schedule',
    'system',
    'net',
  ],
  [
    `${FILES}Adobe\\Acrobat DC\\Acrobat\\Acrobat.exe`,
    'Adobe Acrobat',
    'Adobe Systems Incorporated',
    'Adobe Acrobat',
    opensFile,
    'explorer',
    'user',
  ],
  [
    '~\\AppData\\Local\\Microsoft\\OneDrive\\OneDrive.exe',
    'Microsoft OneDrive',
    'Microsoft Corporation',
    'Microsoft OneDrive',
    () => ' /background',
    'explorer',
    'user',
    'net',
  ],
  [
    `${FILES}Microsoft Office\\root\\Office16\\OUTLOOK.EXE`,
    'Microsoft Outlook',
    'Microsoft Corporation',
    'Microsoft Office',
    none,
    'explorer',
    'user',
  ],
  [
    `${SYSTEM}printfilterpipelinesvc.exe`,
    'Print Filter Pipeline Host',
    ...MICROSOFT,
    printJob,
    'dcom',
    'system',
  ],
  [`${FILES}7-Zip\\7zFM.exe`, '7-Zip File Manager', 'Igor Pavlov', '7-Zip', opensFile, 'explorer', 'user'],
]

/** Programs of the house and of small makers: beyond the table, by number. */
function inventedProgram(number) {
  const maker = brand(number % 700)
  const name = `${brand(number + 7).toLowerCase()}${['', '-agent', '-sync', 'svc', '-helper'][number % 5]}`
  const jobs = (v) =>
    ` --profile ${word(number)} --task ${v.number(4000, 0.7)} --out "D:\\${maker}\\${word(number >> 2)}"`
  const starts = number % 3 === 0 ? ['services', 'system'] : ['explorer', 'user']
  return [
    `${FILES}${maker}\\${brand(number + 3)}\\${name}.exe`,
    `${maker} ${word(number)}`,
    `${maker} Ltd`,
    maker,
    jobs,
    ...starts,
    'net',
  ]
}

const known = new Map()

/** Ranks of the programs that start others. */
export const SHELL = 0
export const BROWSER = 8
/** What scripts start again and again, each time from a new shell. */
export const SCRIPTED = 11

/** A program by its rank: what it is, how and by whom it is started. */
export function programOf(rank) {
  let program = known.get(rank)
  if (program === undefined) {
    const [path, description, company, product, argumentsOf, by, who, net] =
      PROGRAMS[rank] ?? inventedProgram(rank)
    const cut = path.lastIndexOf('\\')
    const version =
      product === MICROSOFT[1]
        ? '10.0.19041.4597 (WinBuild.160101.0800)'
        : `${1 + (rank % 120)}.${rank % 7}.${1000 + rank}.0`
    program = {
      rank,
      path,
      by,
      isSystem: who === 'system',
      isOnNet: net === 'net',
      file: path.slice(cut + 1),
      folder: path.slice(0, cut + 1),
      description,
      company,
      product,
      version,
      hashes: hashesOf(rank, 0x9a5),
      argumentsOf,
    }
    if (known.size < 4096) known.set(rank, program)
  }
  return program
}

/** Sysmon's list of hashes. */
export function hashesOf(number, kind) {
  const digits = hexDigits(number, kind, 168).toUpperCase()
  return `SHA1=${digits.slice(0, 40)},MD5=${digits.slice(40, 72)},SHA256=${digits.slice(72, 136)},IMPHASH=${digits.slice(136)}`
}

/** The profile folder of a user for `~` in paths. */
export function inProfile(path, user) {
  return path.startsWith('~') ? `C:\\Users\\${user}${path.slice(1)}` : path
}

/** Programs that start all day, those that start now and then, and how often one starts that never did. */
const DAILY_PROGRAMS = 21
const RARE_PROGRAMS = 60
const RARE = 0.005
const NEW_PROGRAMS = 0.0005

/** Draws a program by its rank. */
export function drawRank(v) {
  return v.random.chance(RARE)
    ? DAILY_PROGRAMS + v.number(RARE_PROGRAMS)
    : v.number(DAILY_PROGRAMS, NEW_PROGRAMS)
}

/** A Windows service: names of the system first, then those of programs. */
export function serviceOf(number) {
  return SERVICES[number] ?? `${brand(number)}${['Svc', 'Agent', 'Service', 'Updater'][number % 4]}`
}
