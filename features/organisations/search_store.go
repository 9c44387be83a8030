package organisations

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"strconv"
	"unicode/utf8"

	"samverk/platform/store"
)

// Search gives the organisations that the filter chooses and that answer its words, the best first; at most Limit of
// them. The filter's place is not looked at.
func Search(ctx context.Context, tx *store.Tx, f Filter) ([]Organisation, error) {
	limit := f.Limit
	if limit <= 0 {
		limit = PageLength
	}
	s := searching{ctx: ctx, tx: tx, filter: f, typed: newTyped(f.Words), limit: limit, seen: map[string]int{},
		begunBy: map[string]hits{}, nearlyBy: map[string]hits{}}
	if err := s.run(); err != nil {
		return nil, err
	}
	s.typed.put(s.answers)
	return s.whole(append(s.byNumber, s.answers...))
}

// whole reads the best of the answers with all that is kept of them.
func (s *searching) whole(answers []answer) ([]Organisation, error) {
	answers = answers[:min(len(answers), s.limit)]
	if len(answers) == 0 {
		return nil, nil
	}
	at := make(map[string]int, len(answers))
	ids := make([]string, len(answers))
	for i := range answers {
		ids[i], at[answers[i].ID] = answers[i].ID, i
	}
	var q query
	var rows []organisationRow
	if err := s.tx.Select(s.ctx, &rows, "SELECT "+organisationColumns+" FROM organisation o WHERE o.id IN ("+places(&q, ids)+")", q.args...); err != nil {
		return nil, err
	}
	found := make([]Organisation, len(answers))
	for i := range rows {
		found[at[rows[i].ID]] = rows[i].organisation()
	}
	return withMunicipalities(s.ctx, s.tx, found)
}

// searching is one search on its way.
type searching struct {
	ctx      context.Context //nolint:containedctx // it lives as long as the search
	tx       *store.Tx
	filter   Filter
	typed    typed
	limit    int
	byNumber []answer
	answers  []answer
	seen     map[string]int  // by key: where among the answers it is; byItsNumber when it is among those
	size     int64           // how many places there are
	begunBy  map[string]hits // what has been gathered, by word
	nearlyBy map[string]hits
}

func (s *searching) run() error {
	if err := s.number(); err != nil || len(s.typed.words) == 0 {
		return err
	}
	if err := s.beginnings(); err != nil {
		return err
	}
	if err := s.measure(); err != nil {
		return err
	}
	exact, err := s.all(s.typed.words, s.begun)
	if err != nil {
		return err
	}
	if err := s.take(together(exact, 0)); err != nil || len(s.answers)+len(s.byNumber) >= min(enough, s.limit) {
		return err
	}
	near, err := s.all(s.typed.words, s.nearly)
	if err != nil {
		return err
	}
	if err := s.take(together(near, 0)); err != nil {
		return err
	}
	return s.otherwise(near)
}

// otherwise takes two words for one, and then lets a word be missing, until there is something.
func (s *searching) otherwise(near []hits) error {
	for _, words := range s.typed.joined() {
		if len(s.answers) > 0 {
			return nil
		}
		joined, err := s.all(words, s.nearly)
		if err != nil {
			return err
		}
		if err := s.take(together(joined, 0)); err != nil {
			return err
		}
	}
	if len(s.answers) > 0 || len(near) < 2 {
		return nil
	}
	return s.take(together(near, 1))
}

// number finds those whose number begins as what was typed.
func (s *searching) number() error {
	if s.typed.digits == "" {
		return nil
	}
	q := s.chosenQuery()
	q.and("g.number >= ?", s.typed.digits)
	q.and("g.number < ?", s.typed.digits+":") // the sign after 9
	if s.filter.OnlyPublic {
		q.text += " AND " + shows("o", "number") + " AND " + shows("g", "number")
	}
	var found []answer
	if err := s.tx.Select(s.ctx, &found, q.text+" ORDER BY g.number LIMIT "+strconv.Itoa(s.limit), q.args...); err != nil {
		return err
	}
	for _, a := range found {
		if _, there := s.seen[a.ID]; !there {
			s.seen[a.ID], s.byNumber = byItsNumber, append(s.byNumber, a)
		}
	}
	return nil
}

// byItsNumber is where an answer stands that its number was enough to find.
const byItsNumber = -1

// beginnings finds names that begin as what was typed. Of a word that very many have, these are the best.
func (s *searching) beginnings() error {
	q := s.chosenQuery()
	q.and("g.sort_key >= ?", s.typed.key)
	q.and("g.sort_key < ?", append(slices.Clone(s.typed.key), last))
	return s.read(q.text+" ORDER BY g.sort_key, g.id LIMIT "+strconv.Itoa(s.limit), q.args)
}

// last stands after every letter.
const last = 0xff

// chosenQuery asks for organisations o that the filter chooses, by what is known of g: the same, or one that it stands for.
func (s *searching) chosenQuery() query {
	q := query{text: `SELECT o.id, o.name, o.sort_key, o.former_names, CASE WHEN g.id = o.id THEN '' ELSE g.name END AS merged_name,
		CASE WHEN g.id = o.id THEN '[]' ELSE g.former_names END AS merged_former FROM organisation g CROSS JOIN organisation o WHERE o.id = ` + Stands("g")}
	s.filter.conditions(&q)
	if s.filter.OnlyPublic {
		q.text += " AND g.is_public"
	}
	if s.filter.Municipality != "" {
		q.and("EXISTS (SELECT 1 FROM organisation_municipality m WHERE m.organisation_id = o.id AND m.municipality = ?)", s.filter.Municipality)
	}
	if s.filter.Role != "" {
		q.and("EXISTS (SELECT 1 FROM organisation_role r WHERE r.held_by = o.id AND r.role = ?", s.filter.Role)
		q.and("r.starts_on <= ?", s.filter.Day)
		q.and("(r.ends_on IS NULL OR r.ends_on >= ?))", s.filter.Day)
	}
	return q
}

// read adds answers that are not there yet; those that are, answer by another name too.
func (s *searching) read(text string, args []any) error {
	var found []answer
	if err := s.tx.Select(s.ctx, &found, text, args...); err != nil {
		return err
	}
	for _, a := range found {
		if a.MergedName != "" {
			a.FormerNames.V = slices.Concat(a.FormerNames.V, []string{a.MergedName}, a.MergedFormer.V)
		}
		at, there := s.seen[a.ID]
		switch {
		case !there:
			s.seen[a.ID], s.answers = len(s.answers), append(s.answers, a)
		case at != byItsNumber:
			s.answers[at].FormerNames.V = append(s.answers[at].FormerNames.V, a.FormerNames.V...)
		}
	}
	return nil
}

// take reads the best candidates, until there are enough that the filter chooses.
func (s *searching) take(candidates []candidate) error {
	before := len(s.answers)
	for some := range slices.Chunk(candidates, mostNames) {
		q := s.chosenQuery()
		at := make([]int64, len(some))
		for i, c := range some {
			at[i] = c.place
		}
		q.text += " AND g.place IN (" + places(&q, at) + ")"
		if err := s.read(q.text, q.args); err != nil {
			return err
		}
		if len(s.answers)-before >= s.limit {
			break
		}
	}
	return nil
}

// measure finds how many places there are.
func (s *searching) measure() error {
	var last int64
	err := s.tx.Get(s.ctx, &last, "SELECT COALESCE(max(place), 0) FROM organisation")
	s.size = (last/blockLength + 1) * blockLength
	return err
}

// all gathers the places of each word.
func (s *searching) all(words [][]rune, gather func(word string) (hits, error)) ([]hits, error) {
	found := make([]hits, len(words))
	for i, word := range words {
		var err error
		if found[i], err = gather(string(word)); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// begun are the places of a word, and of those that begin so.
func (s *searching) begun(word string) (hits, error) {
	if known, there := s.begunBy[word]; there {
		return known, nil
	}
	text, args := "SELECT term, block, places FROM organisation_posting WHERE term = $1", []any{[]byte(word)}
	if utf8.RuneCountInString(word) > 1 {
		text = "SELECT term, block, places FROM organisation_posting WHERE term >= $1 AND term < $2 ORDER BY term, block LIMIT " + strconv.Itoa(mostPostings)
		args = append(args, append([]byte(word), last))
	}
	h := make(hits, s.size)
	s.begunBy[word] = h
	return h, s.note(h, text, args, func(term string) int {
		if term == word {
			return exactly
		}
		return beginning
	})
}

// note reads words with their places, and notes what each costs.
func (s *searching) note(h hits, text string, args []any, cost func(term string) int) error {
	rows, err := s.tx.QueryContext(s.ctx, text, args...)
	if err != nil {
		return err
	}
	defer rows.Close() //nolint:errcheck // the rows' own error is looked at
	var term, kept sql.RawBytes
	var block int64
	for rows.Next() {
		if err := rows.Scan(&term, &block, &kept); err != nil {
			return err
		}
		h.noteAll(block*blockLength, kept, cost(string(term)))
	}
	return rows.Err()
}

// nearly are the places of a word, of those that begin so, and of those that are nearly it.
func (s *searching) nearly(word string) (hits, error) {
	if known, there := s.nearlyBy[word]; there {
		return known, nil
	}
	begun, err := s.begun(word)
	if err != nil {
		return nil, err
	}
	h, letters := slices.Clone(begun), []rune(word)
	s.nearlyBy[word] = h
	terms, err := s.nearTerms(letters)
	if err != nil || len(terms) == 0 {
		return h, err
	}
	var q query
	text := "SELECT term, block, places FROM organisation_posting WHERE term IN (" + places(&q, asBytes(terms)) + ")"
	return h, s.note(h, text, q.args, func(term string) int { return costOf(letters, []rune(term)) })
}

// nearTerms finds words that are nearly it, the nearest first.
func (s *searching) nearTerms(word []rune) ([]string, error) {
	stems, err := s.nearStems(word)
	if err != nil || len(stems) == 0 {
		return nil, err
	}
	var q query
	var terms [][]byte
	if err := s.tx.Select(s.ctx, &terms, "SELECT term FROM organisation_term WHERE stem IN ("+places(&q, asBytes(stems))+")", q.args...); err != nil {
		return nil, err
	}
	costs := map[string]int{}
	var near []string
	for _, term := range terms {
		if cost := costOf(word, []rune(string(term))); cost < lacking {
			costs[string(term)], near = cost, append(near, string(term))
		}
	}
	slices.SortFunc(near, func(a, b string) int { return cmp.Or(cmp.Compare(costs[a], costs[b]), cmp.Compare(a, b)) })
	return near[:min(len(near), mostTerms)], nil
}

// nearStems finds beginnings of words that the word may begin with when it is rightly written, the nearest first.
func (s *searching) nearStems(word []rune) ([]string, error) {
	most := errorsIn(len(word))
	if most == 0 {
		return nil, nil
	}
	var q query
	var stems [][]byte
	text := "SELECT DISTINCT stem FROM organisation_stem WHERE rest IN (" + places(&q, asBytes(restsOf(stemOf(string(word))))) + ")"
	if err := s.tx.Select(s.ctx, &stems, text, q.args...); err != nil {
		return nil, err
	}
	costs := map[string]int{}
	var near []string
	for _, stem := range stems {
		if _, _, cost := distances(word, []rune(string(stem))); cost <= most {
			costs[string(stem)], near = cost, append(near, string(stem))
		}
	}
	slices.SortFunc(near, func(a, b string) int { return cmp.Or(cmp.Compare(costs[a], costs[b]), cmp.Compare(a, b)) })
	return near[:min(len(near), mostStems)], nil
}
