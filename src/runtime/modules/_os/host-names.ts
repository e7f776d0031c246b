/**
 * Names of hosts, services and network interfaces. CPython: Modules/socketmodule.c. Hosts are those of /etc/hosts, services
 * those of /etc/services, interfaces those of /sys/class/net.
 */
import { index } from '../../core/abstract.ts';
import { bindArgs, functionRaw, method } from '../../core/args.ts';
import { newException, overflowError, typeError } from '../../core/errors.ts';
import type { NativeDef } from '../../core/native-def.ts';
import type { Owned, PyObject } from '../../core/object.ts';
import { HostError, host, readFile } from '../../host.ts';
import { OSErrorType } from '../../objects/exceptions.ts';
import { newInt } from '../../objects/int.ts';
import { newListSteal } from '../../objects/list.ts';
import { newStrJs, strJs } from '../../objects/str.ts';
import { isTuple, newTupleSteal } from '../../objects/tuple.ts';
import { AF_INET, hostText, lookupFailure, resolve, services } from '../_socket.ts';
import { readAccounts } from './accounts.ts';
import { formatIPv4, formatIPv6, parseIPv4, parseIPv6 } from './inet.ts';
import { errnoError } from './os-error.ts';
import { fsText } from './path-argument.ts';

const ENXIO = 6;
const NI_NUMERICHOST = 1;
const NI_NUMERICSERV = 2;
const NI_NAMEREQD = 8;
const NI_DGRAM = 16;
const INTERFACES = '/sys/class/net';

/** Address and names of the lines of /etc/hosts. */
function hostLines(): string[][] {
  return readAccounts('/etc/hosts', 1)
    .map((fields) => fields.join(':').split('#')[0]!.trim().split(/\s+/))
    .filter((words) => words.length > 1);
}

/** (name, aliases, addresses). */
function described(name: string, addresses: string[]): Owned {
  const lines = hostLines().filter((words) => words.includes(name));
  const names = [...new Set(lines.flatMap((words) => words.slice(1)))];
  const aliases = names.filter((n) => n !== (names[0] ?? name));
  const own = lines.length === 0 ? name : names[0]!;
  return newTupleSteal([
    newStrJs(own),
    newListSteal(aliases.map((n) => newStrJs(n))),
    newListSteal(addresses.map((n) => newStrJs(n))),
  ]);
}

function gethostbynameEx(_m: PyObject, args: PyObject[]): Owned {
  const [given] = bindArgs('gethostbyname_ex', '(name, /)', args, null);
  const name = hostText(given)!;
  const found = resolve(name).filter(([family]) => family === AF_INET);
  if (found.length === 0)
    throw lookupFailure('gaierror', -9, 'Address family for hostname not supported');
  return described(
    name,
    found.map(([, address]) => address),
  );
}

function normalAddress(text: string): string | null {
  const four = parseIPv4(text);
  if (four !== null) return formatIPv4(four);
  const six = parseIPv6(text);
  return six === null ? null : formatIPv6(six);
}

/** The name of an address; null when no line has it. */
function nameOf(address: string): string | null {
  const line = hostLines().find((words) => normalAddress(words[0]!) === address);
  return line === undefined ? null : line[1]!;
}

function gethostbyaddr(_m: PyObject, args: PyObject[]): Owned {
  const [given] = bindArgs('gethostbyaddr', '(name, /)', args, null);
  const [, address] = resolve(hostText(given)!)[0]!;
  const name = nameOf(address);
  if (name === null) throw lookupFailure('herror', 1, 'Unknown host');
  return described(name, [address]);
}

function getnameinfo(_m: PyObject, args: PyObject[]): Owned {
  const [place, bits] = bindArgs('getnameinfo', '(sockaddr, flags, /)', args, null);
  if (!isTuple(place!)) throw typeError('getnameinfo() argument 1 must be a tuple');
  const flags = Number(index(bits!));
  const [hostGiven, portGiven] = place!.v as PyObject[];
  if (hostGiven === undefined || portGiven === undefined)
    throw typeError('getnameinfo(): illegal sockaddr argument');
  const address = normalAddress(strJs(hostGiven));
  if (address === null) throw lookupFailure('gaierror', -2, 'Name or service not known');
  const port = Number(index(portGiven)) & 0xffff;
  const name = (flags & NI_NUMERICHOST) !== 0 ? null : nameOf(address);
  if (name === null && (flags & NI_NAMEREQD) !== 0)
    throw lookupFailure('gaierror', -2, 'Name or service not known');
  const protocol = (flags & NI_DGRAM) !== 0 ? 'udp' : 'tcp';
  const service =
    (flags & NI_NUMERICSERV) !== 0
      ? undefined
      : services().find((s) => s.port === port && s.protocol === protocol);
  return newTupleSteal([newStrJs(name ?? address), newStrJs(service?.names[0] ?? String(port))]);
}

// ---------------------------------------------------------------------------------------------
// Interfaces

/** Numbers and names of the interfaces; none where the system does not list them. */
function interfaces(): [number: number, name: string][] {
  try {
    const names = host()
      .fs.list(INTERFACES)
      .map((e) => e.name);
    const numbered = names.map((name): [number, string] => [
      Number(String.fromCharCode(...readFile(`${INTERFACES}/${name}/ifindex`))),
      name,
    ]);
    return numbered.sort((a, b) => a[0] - b[0]);
  } catch (e) {
    if (e instanceof HostError) return [];
    throw e;
  }
}

function nameToIndex(_m: PyObject, name: PyObject): Owned {
  const text = fsText(name);
  const found = interfaces().find(([, n]) => n === text);
  if (found === undefined) throw newException(OSErrorType, 'no interface with this name');
  return newInt(found[0]);
}

function indexToName(_m: PyObject, number: PyObject): Owned {
  const v = index(number);
  if (v < 0) throw overflowError("can't convert negative value to unsigned int");
  if (v > 0xffffffff) throw overflowError('Python int too large to convert to C unsigned int');
  const found = interfaces().find(([n]) => n === Number(v));
  if (found === undefined) throw errnoError(ENXIO);
  return newStrJs(found[1]);
}

export const hostNameFunctions: Record<string, NativeDef> = {
  gethostbyname_ex: functionRaw('gethostbyname_ex', gethostbynameEx, { kw: false }),
  gethostbyaddr: functionRaw('gethostbyaddr', gethostbyaddr, { kw: false }),
  getnameinfo: functionRaw('getnameinfo', getnameinfo, { kw: false }),
  if_nameindex: method('($self, /)', () =>
    newListSteal(interfaces().map(([n, name]) => newTupleSteal([newInt(n), newStrJs(name)]))),
  ),
  if_nametoindex: method('($self, oname, /)', nameToIndex),
  if_indextoname: method('($self, object, /)', indexToName),
};
