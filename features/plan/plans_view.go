package plan

import (
	"context"

	"samverk/platform/i18n"
)

// plansView is what the list of plans shows.
type plansView struct {
	Plans   []Plan
	Intakes []Intake // documents on their way to review; officers only
	Reviews []Review // drafts under review; officers only
	Officer bool
}

// plansGroup is the plans that are at the same point of their lives.
type plansGroup struct {
	Status Status
	Plans  []Plan
}

// groups sorts the plans by where they are in their lives, those in force first. Empty groups are left out.
func (v plansView) groups() []plansGroup {
	var groups []plansGroup
	for _, status := range []Status{Current, InDraft, Archived, Discarded} {
		group := plansGroup{Status: status}
		for _, p := range v.Plans {
			if p.Status == status {
				group.Plans = append(group.Plans, p)
			}
		}
		if len(group.Plans) > 0 {
			groups = append(groups, group)
		}
	}
	return groups
}

// below is the quiet line under a plan's title: that it is an example, and which edition it follows.
func (v plansView) below(ctx context.Context, p Plan) string {
	text := exampleNote(ctx, p)
	for i := range v.Plans {
		before := &v.Plans[i]
		if before.ID != p.PredecessorID {
			continue
		}
		if text != "" {
			text += ". "
		}
		text += i18n.T(ctx, "plan.plans.follows", "edition", before.Edition, "years", yearsOf(*before))
		if before.Title != p.Title {
			text += ", " + before.Title
		}
	}
	return text
}
