/**
 * Invented names by number: users, machines, folders, sites. In: a number. Out: text, the same for the same number.
 * Invariant: there is no end to them, and nothing here is from a real log. Names end in `.example`, public addresses
 * are from 198.18.0.0/15, which is reserved for benchmarks (RFC 2544).
 */
import { mix } from './random.mjs'

const FIRST_NAMES =
  'Anna,Ben,Carla,David,Elena,Felix,Grace,Hugo,Ines,Jonas,Karin,Liam,Mona,Nils,Olga,Paul,Quinn,Rosa,Sven,Tara,Uwe,Vera,Will,Xenia,Yann,Zoe'.split(
    ',',
  )
const LAST_NAMES =
  'abel,brandt,castro,dietz,ekholm,fischer,garner,hansen,ivanova,jensen,keller,lindt,moreau,novak,ortega,petrov,quist,roth,santos,tanner,ulrich,vogel,weber,xu,young,zeller,albers,baum,clarke,dorn,egger,frank'.split(
    ',',
  )
const WORDS =
  'report,budget,invoice,plan,draft,notes,meeting,summary,project,customer,order,offer,contract,archive,data,export,import,list,team,review,roadmap,release,design,test,backup,photo,image,letter,table,chart,agenda,protocol,index,master,config,setup,client,server,portal,ledger,stock,parts,route,survey,audit,travel,course,paper,sample,batch'.split(
    ',',
  )
const SYLLABLES =
  'ka,lo,mi,ne,ro,su,ta,vi,xo,za,be,cu,di,fo,ga,hy,ju,ki,le,mo,na,pe,qui,ra,si,to,ul,ve,wa,ya,zo,an'.split(
    ',',
  )

/** An everyday word; they repeat after some fifty. */
export function word(number) {
  return WORDS[number % WORDS.length]
}

/** A made-up name; new ones for some 30,000 numbers. */
export function brand(number) {
  const h = mix(number, 0xb4a2d)
  const name = SYLLABLES[h & 31] + SYLLABLES[(h >>> 5) & 31] + SYLLABLES[(h >>> 10) & 31]
  return name[0].toUpperCase() + name.slice(1)
}

/** `a.keller`, `b.roth2`. */
export function userName(number) {
  const h = mix(number, 0x05e4)
  const name = `${FIRST_NAMES[h % FIRST_NAMES.length][0].toLowerCase()}.${LAST_NAMES[(h >>> 8) % LAST_NAMES.length]}`
  return number < 300 ? name : `${name}${number % 97}`
}

export function hostName(number) {
  return `${number % 9 === 0 ? 'SRV' : 'DESKTOP'}-${(mix(number, 0x405) + 0x1000_0000).toString(36).toUpperCase().padStart(7, '0').slice(-7)}`
}

/** Of the internal network. */
export function innerAddress(number) {
  const h = mix(number, 0x1b)
  return `10.${20 + (h & 7)}.${(h >>> 8) & 255}.${1 + (((h >>> 16) & 255) % 254)}`
}

/** Of the world outside. */
export function outerAddress(number) {
  const h = mix(number, 0xa1)
  return `198.${18 + (h & 1)}.${(h >>> 8) & 255}.${1 + (((h >>> 16) & 255) % 254)}`
}

/** A name in the DNS, of one to three labels before the site. */
export function siteName(number) {
  const h = mix(number, 0xd5)
  const site = `${brand(number % 3000).toLowerCase()}.example`
  if ((h & 3) === 0) return site
  if ((h & 3) === 1) return `www.${site}`
  return `${word(h >>> 4)}-${(h >>> 12) % 40}.${(h & 4) === 0 ? 'cdn' : 'api'}.${site}`
}

/** A folder of a user's documents. */
export function documentFolder(number) {
  const h = mix(number, 0xf0)
  return `${brand(h % 400)}\\${word(h >>> 10)}s ${2015 + ((h >>> 16) % 11)}`
}

/** A document as people name them, with its extension. */
export function documentName(number) {
  const h = mix(number, 0xd0c)
  const extension = ['docx', 'xlsx', 'pdf', 'pptx', 'odt', 'jpg', 'csv', 'html'][(h >>> 24) & 7]
  const version = (h & 3) === 0 ? ` v${1 + ((h >>> 2) & 7)}` : ''
  return `${brand(number % 5000)} ${word(h >>> 5)}${version}.${extension}`
}

const HEX = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, '0'))

/** Hexadecimal digits, lower-case; eight for each step of the mixer. */
export function hexDigits(number, kind, digits) {
  let text = ''
  for (let i = 0; text.length < digits; i++) {
    const h = mix(number, kind, i)
    text += HEX[h & 255] + HEX[(h >>> 8) & 255] + HEX[(h >>> 16) & 255] + HEX[h >>> 24]
  }
  return text.length === digits ? text : text.slice(0, digits)
}

/** A GUID as four 32-bit numbers, as the record writer wants them. */
export function guidOf(number, kind) {
  return [mix(number, kind, 1), mix(number, kind, 2), mix(number, kind, 3), mix(number, kind, 4)]
}

/** As text, `1b2c3d4e-…`, without braces. */
export function guidDigits(number, kind) {
  const digits = hexDigits(number, kind, 32)
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-${digits.slice(12, 16)}-${digits.slice(16, 20)}-${digits.slice(20)}`
}
