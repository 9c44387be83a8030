// Reads calendars, one a line as a JSON text, and answers each with a line of JSON. Strict: what ical.js only forgives is a fault.
const ICAL = require('ical.js').default || require('ical.js');
ICAL.design.strict = true;
// From RFC 7986, which ical.js does not know: a text like others.
ICAL.design.icalendar.property.name = { defaultType: 'text' };

const text = (of, name) => of.getFirstPropertyValue(name) ?? '';
const person = (of, name) => {
  const found = of.getFirstProperty(name);
  return found ? { Name: found.getParameter('cn') ?? '', Address: found.getFirstValue() } : {};
};

function instant(of, name) {
  const value = of.getFirstPropertyValue(name);
  if (!value) return undefined;
  return new Date(value.toUnixTime() * 1000).toISOString();
}

function event(of) {
  for (const name of ['uid', 'dtstamp', 'dtstart']) {
    if (of.getAllProperties(name).length !== 1) throw new Error(`${of.getAllProperties(name).length} of ${name}`);
  }
  return {
    UID: text(of, 'uid'), Status: text(of, 'status'), Transparency: text(of, 'transp'), Title: text(of, 'summary'),
    Text: text(of, 'description'), Place: text(of, 'location'), URL: text(of, 'url'), Sequence: text(of, 'sequence') || 0,
    Starts: instant(of, 'dtstart'), Ends: instant(of, 'dtend'), Stamp: instant(of, 'dtstamp'), Changed: instant(of, 'last-modified'),
    Zone: of.getFirstPropertyValue('dtstart').zone.tzid, Organizer: person(of, 'organizer'), Attendee: person(of, 'attendee'),
  };
}

function read(file) {
  const parsed = ICAL.parse(file);
  if (typeof parsed[0] !== 'string') throw new Error(`${parsed.length} calendars`);
  const calendar = new ICAL.Component(parsed);
  ICAL.TimezoneService.reset();
  const zones = calendar.getAllSubcomponents('vtimezone');
  for (const zone of zones) ICAL.TimezoneService.register(zone);
  const interval = calendar.getFirstPropertyValue('refresh-interval');
  return {
    Method: text(calendar, 'method'), Name: text(calendar, 'name'), Text: text(calendar, 'description'), URL: text(calendar, 'url'),
    Refresh: interval ? ICAL.Duration.fromString(interval.toString()).toSeconds() : 0, Zones: zones.length,
    Events: calendar.getAllSubcomponents('vevent').map(event),
  };
}

require('node:readline').createInterface({ input: process.stdin, crlfDelay: Infinity }).on('line', (line) => {
  let answer;
  try {
    answer = { Calendar: read(JSON.parse(line)) };
  } catch (fault) {
    answer = { Fault: String(fault && fault.message || fault) };
  }
  process.stdout.write(JSON.stringify(answer) + '\n');
});
