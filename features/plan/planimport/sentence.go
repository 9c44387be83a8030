package planimport

import (
	"samverk/features/plan"
)

// sentence is what is understood of an indicator's text before a rule is made of it.
type sentence struct {
	text     string
	times    []when
	numbers  []quantity
	mentions []mention
	period   plan.Period
	states   []plan.State
}

var periodForms = []struct {
	pattern pattern
	period  plan.Period
}{
	{wordy(`(?:(?:per|varje|vart|var|en gång per|in each|each|every|per calendar)\s(?:kvartal|quarter)|kvartalsvis|quarterly)`), plan.PerQuarter},
	{wordy(`(?:(?:per|varje|each|every)\s(?:halvår|termin|half-year|half year|six months|vår och höst)|halvårsvis|terminsvis|twice yearly)`), plan.PerHalf},
	{wordy(`(?:(?:per|varje|om|each|every|a|per calendar)\s(?:år|verksamhetsår|kalenderår|year)|årligen|årsvis|årlig(?:a|t)?|yearly|annually|annual)`), plan.PerYear},
}

// stateForms read how far something has come from what has been done with it.
var stateForms = []struct {
	pattern pattern
	state   plan.State
}{
	{wordy(`(?:utarbetats|tagits fram|tas fram|tagit fram|är framtag(?:en|et|na)|skrivits|formulerats|arbetats fram|arbetat fram|utvecklats|färdigställts|sammanställts|prepared|drawn up|drafted|written|developed)`), plan.Prepared},
	{wordy(`(?:presenterats|presenterat|presenteras för|redovisats|redovisat|redovisas|publicerats|lagts fram|lagt fram|föredragits|presented|published|reported)`), plan.Presented},
	{wordy(`(?:lämnats(?: in| över)?|lämnat(?: in| över)?|lämnas in|överlämnats|inlämnats|skickats(?: in)?|skickat in|insänts|submitted|handed (?:in|over))`), plan.Submitted},
	{wordy(`(?:beslutats|beslutat|fattats|fattat beslut|antagits|antagit|fastställts|fastställt|godkänts|decided|adopted|approved)`), plan.Decided},
}

var (
	formedForm    = wordy(`(?:bildats|bildas|inrättats|inrättat|väckts|etablerats|startats|startat|kommit (?:igång|på plats)|skapats|tillsatts|utsetts|finns på plats|är på plats|finns|är i (?:drift|bruk)|öppnats|öppnat|ingåtts|tecknats|formed|established|set up|launched|founded|opened|in place|appointed)`)
	groupForm     = wordy(`\p{L}*(?:grupp|gruppen|råd|rådet|nätverk|nätverket|forum|kommitté|partnerskap|partnerskapet|styrgrupp|förening|group|network|council|committee|forum|partnership|board)`)
	heldForm      = wordy(`(?:genomförts|genomfört|hållits|hållit|ägt rum|anordnats|arrangerats|ordnats|gjorts|haft|skett|deltagit|held|carried out|arranged|organised|taken place|conducted)`)
	judgementForm = wordy(`(?:upplever|upplevs|upplevt|bedömer|bedöms|bedömt|känner|anser|tycker|uppfattar|feels?|believes?|experiences?|considers?|perceives?|ökat|ökad|ökade|ökar|förbättrats|förbättrad|förbättrade|förbättrat|stärkts|stärkt|stärkta|bättre|minskat|minskad|fler|högre|tydligare|increased|improved|better|stronger|strengthened)`)
	shareForm     = wordy(`(?:andel|andelen|andelar|share|proportion)`)
	demandForm    = newPattern(`(?i)(?:^|[^\p{L}])(?:i|vid) (?:samband med|alla|samtliga|varje)\s.*(?:krav).*(?:ställts|ställs)|\bin (?:connection with|all|every)\s.*requirements?.*(?:set|made)`)
	everyoneForm  = newPattern(`(?i)^\W*(?:samtliga|alla|all|every) \p{L}+ .*(?:har|have|has|ska|shall) `)
	eachOccasion  = newPattern(`(?i)(?:^|[^\p{L}])(?:(?:vid|på|i|till|per|under|at|in|of|to)\s+)?(?:varje|vart och ett av|each|every|vardera|respektive)\s+(\p{L}+)`)
	perOccasion   = newPattern(`(?i)(?:^|[^\p{L}])(?:per|in|at)\s+(?:tillfälle|möte|träff|seminarium|konferens|workshop|event|meeting|occasion)`)
	periodWords   = newPattern(`(?i)^(?:år|kvartal|halvår|termin|månad|vecka|verksamhetsår|kalenderår|year|quarter|half|month|week|half-year)$`)
	peopleWords   = wordy(`(?:personer|deltagare|besökare|ungdomar|unga|barn|elever|medlemmar|invånare|ledare|män|kvinnor|föräldrar|anställda|medarbetare|people|persons|participants|visitors|members|pupils|young people|residents)`)
	unitWords     = wordy(`\p{L}*(?:föreningar|organisationer|företag|aktörer|kommuner|verksamheter|parter|myndigheter|kooperativ|associations|organisations|organizations|companies|municipalities|enterprises)`)
)

// understand takes a sentence apart.
func understand(text string, plausible func(when) bool) sentence {
	s := sentence{text: text, mentions: mentionsIn(text)}
	for _, t := range timesIn(text) {
		if plausible(t) {
			s.times = append(s.times, t)
		}
	}
	s.numbers = quantitiesIn(text, s.times)
	for _, form := range periodForms {
		if form.pattern.MatchString(text) {
			s.period = form.period
			break
		}
	}
	for _, form := range stateForms {
		if form.pattern.MatchString(text) {
			s.states = append(s.states, form.state)
		}
	}
	return s
}

// occasion is the place of what "vid varje …" names, when the sentence sets a floor for every occasion.
func (s *sentence) occasion() (at int, ok bool) {
	for _, place := range eachOccasion.FindAllStringSubmatchIndex(s.text, -1) {
		if !periodWords.MatchString(s.text[place[2]:place[3]]) {
			return place[2], true
		}
	}
	if place := perOccasion.FindStringIndex(s.text); place != nil {
		return place[0], true
	}
	return 0, false
}

// counted is the number that the sentence counts with and the kinds of what it counts.
func (s *sentence) counted() (q quantity, kinds []plan.EvidenceKind, assumed, ok bool) {
	q, ok = counting(s.numbers)
	if !ok {
		kinds, assumed = kindsAfter(s.text, s.mentions, 0)
		return quantity{}, kinds, assumed, false
	}
	at := q.last
	if q.ordered {
		at = 0
	}
	kinds, assumed = kindsAfter(s.text, s.mentions, at)
	if kinds == nil {
		kinds, assumed = kindsAfter(s.text, s.mentions, 0)
	}
	return q, kinds, assumed, true
}

func (s *sentence) says(pattern pattern) bool { return pattern.MatchString(s.text) }

// aboutOneThing tells whether the sentence is about one thing to be made ("ett förslag", "förslag", "nya riktlinjer")
// rather than about a number of occasions.
func (s *sentence) aboutOneThing(q quantity, counted bool, kinds []plan.EvidenceKind) bool {
	if counted && (q.value > 1 || q.ordered) {
		return false
	}
	if len(kinds) > 0 && !deliverables[kinds[0]] {
		return len(s.states) > 0 && !q.atLeast && !(counted && q.last < s.mentions[0].first && s.says(heldForm))
	}
	if counted && q.atLeast {
		return false
	}
	return len(s.states) > 0 || len(kinds) > 0
}
