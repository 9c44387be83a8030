package evidence

import (
	"context"
	"strings"

	"samverk/features/audit"
	"samverk/platform/calendar"
	"samverk/platform/i18n"
	"samverk/platform/store"
)

const linkColumns = "l.indicator_id, l.record_id, l.origin, l.excluded, l.counts_for, l.reason, l.decided_by, l.decided_at"

// linksOf gives a record's links. Those to indicators that have been taken out of their plan stay as they are.
func linksOf(ctx context.Context, tx *store.Tx, recordID string) ([]Link, error) {
	var links []Link
	err := tx.Select(ctx, &links, `SELECT `+linkColumns+` FROM record_link l
		JOIN indicator i ON i.id = l.indicator_id WHERE l.record_id = $1 AND i.removed_at IS NULL ORDER BY l.indicator_id`, recordID)
	return links, err
}

// LinkByHand makes a record count towards an indicator because a person says so, also where it had been excluded.
// CountsFor is a day in the period it shall count for and asks for a reason; no date means the day it happened.
func LinkByHand(ctx context.Context, tx *store.Tx, recordID, indicatorID string, countsFor calendar.Date, reason string) error {
	return changeLink(ctx, tx, recordID, indicatorID, "record.linked", reason, func(s *linkSituation) (*Link, error) {
		after := s.newLink()
		if countsFor.IsZero() {
			return &after, nil
		}
		if s.reason == "" {
			return nil, i18n.Fail("evidence.reason_missing")
		}
		period, found := periodOf(&s.indicator.Rule.V, countsFor)
		if !found {
			return nil, i18n.Fail("evidence.period_outside", "date", countsFor.String(), "indicator", s.indicator.Label)
		}
		if !period.Contains(s.record.Day) {
			after.CountsFor = period.From
		}
		return &after, nil
	})
}

// Exclude keeps a record from counting towards an indicator that it is linked to. The link stays, with the reason.
func Exclude(ctx context.Context, tx *store.Tx, recordID, indicatorID, reason string) error {
	return changeLink(ctx, tx, recordID, indicatorID, "record.excluded", reason, func(s *linkSituation) (*Link, error) {
		switch {
		case s.reason == "":
			return nil, i18n.Fail("evidence.reason_missing")
		case s.before == nil:
			return nil, i18n.Fail("evidence.not_linked", "indicator", s.indicator.Label, "title", s.record.Title)
		case s.before.Excluded:
			return nil, i18n.Fail("evidence.excluded_already", "indicator", s.indicator.Label, "reason", s.before.Reason)
		}
		after := s.signed(*s.before)
		after.Excluded = true
		return &after, nil
	})
}

// Include takes back an exclusion. A link that the rule would no longer make is from then on the person's.
func Include(ctx context.Context, tx *store.Tx, recordID, indicatorID, reason string) error {
	return changeLink(ctx, tx, recordID, indicatorID, "record.included", reason, func(s *linkSituation) (*Link, error) {
		if s.before == nil || !s.before.Excluded {
			return nil, i18n.Fail("evidence.not_excluded", "indicator", s.indicator.Label, "title", s.record.Title)
		}
		after := s.signed(*s.before)
		after.Excluded = false
		if after.Origin == ByRule && (s.record.LinksFixed || !matches(&s.indicator.Rule.V, &s.record.Content)) {
			after.Origin = ByPerson
		}
		return &after, nil
	})
}

// linkSituation is what a decision about a link starts from.
type linkSituation struct {
	record    Record
	indicator counting
	before    *Link // nil: there is none
	reason    string
	by        string
	at        store.Time
}

// signed is the link as decided by this person now.
func (s *linkSituation) signed(link Link) Link {
	link.Reason, link.DecidedBy, link.DecidedAt = s.reason, s.by, s.at
	return link
}

func (s *linkSituation) newLink() Link {
	return s.signed(Link{IndicatorID: s.indicator.ID, RecordID: s.record.ID, Origin: ByPerson})
}

// changeLink carries out one person's decision about one link: the link, the tallies and the trail.
func changeLink(ctx context.Context, tx *store.Tx, recordID, indicatorID, action, reason string,
	decide func(*linkSituation) (*Link, error)) error {
	s := linkSituation{reason: strings.TrimSpace(reason), by: actorName(ctx), at: store.Now()}
	var err error
	if s.record, err = lockRecord(ctx, tx, recordID); err != nil {
		return err
	}
	if s.record.IsVoided() {
		return i18n.Fail("evidence.is_voided", "title", s.record.Title)
	}
	if s.indicator, err = findIndicator(ctx, tx, indicatorID); err != nil {
		return err
	}
	if err := refuseDraft(s.indicator.PlanStatus); err != nil {
		return err
	}
	if s.before, err = findLink(ctx, tx, recordID, indicatorID); err != nil {
		return err
	}
	after, err := decide(&s)
	if err != nil {
		return err
	}
	if s.before != nil && saysTheSame(s.before, after) {
		return nil // the same form sent twice
	}
	if err := putLink(ctx, tx, after); err != nil {
		return err
	}
	if err := applyTallies(ctx, tx, s.changes(after)); err != nil {
		return err
	}
	change := audit.Change{Action: action, ObjectKind: "record", ObjectID: recordID, Reason: s.reason, After: after}
	if s.before != nil {
		change.Before = s.before
	}
	return audit.Append(ctx, tx, change)
}

// saysTheSame tells whether two decisions differ in nothing but their time.
func saysTheSame(a, b *Link) bool {
	earlier := *a
	earlier.DecidedAt = b.DecidedAt
	return earlier == *b
}

// changes is what the tallies lose by the link as it was and gain by the link as it is.
func (s *linkSituation) changes(after *Link) tallyChanges {
	changes := tallyChanges{}
	if s.before != nil && !s.before.Excluded {
		changes.take(counted(&s.indicator.Rule.V, s.indicator.ID, &s.record.Content, s.before.CountsFor))
	}
	if !after.Excluded {
		changes.add(counted(&s.indicator.Rule.V, s.indicator.ID, &s.record.Content, after.CountsFor))
	}
	return changes
}

func findLink(ctx context.Context, tx *store.Tx, recordID, indicatorID string) (*Link, error) {
	links, err := linksOf(ctx, tx, recordID)
	for i := range links {
		if links[i].IndicatorID == indicatorID {
			return &links[i], err
		}
	}
	return nil, err
}

// putLink writes the link over the one that is there.
func putLink(ctx context.Context, tx *store.Tx, link *Link) error {
	_, err := tx.Exec(ctx, insertLink+` VALUES ($1, $2, $3, $4, $5, $6, $7, $8, (SELECT day FROM record WHERE id = $2))
		ON CONFLICT (indicator_id, record_id) DO UPDATE SET origin = excluded.origin, excluded = excluded.excluded,
		counts_for = excluded.counts_for, reason = excluded.reason, decided_by = excluded.decided_by,
		decided_at = excluded.decided_at`, link.row()...)
	return err
}
