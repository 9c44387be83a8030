package app

import (
	"slices"

	"samverk/features/personaldata"
)

// PersonalData tells where something is kept about people with accounts. A new column that can hold a person's key, name
// or address belongs here; a test reads the migrations and complains of those that nobody has thought of.
func PersonalData() []personaldata.Source {
	return slices.Concat(personalAccounts(), personalTrail(), personalWork(), personalPlans(), personalStaffing(), personalOrganisations(), personalNetworks(), personalMeetings(), personalEvents(), personalMandates(), personalCases(), personalAwards(), personalFeedback())
}

func personalAccounts() []personaldata.Source {
	byAccount := func(column string) []personaldata.Whose { return []personaldata.Whose{{Column: column}} }
	return []personaldata.Source{
		{Kind: "account", Table: "account", Fate: personaldata.Cleared, Whose: byAccount("id"), Shown: []string{"name", "email", "role", "reminders", "language", "created_at", "closed_at"},
			When: "created_at", What: "email"},
		{Kind: "session", Table: "session", Fate: personaldata.Removed, Whose: byAccount("account_id"), Shown: []string{"way", "started_at", "proved_at", "seen_at", "ends_at"}, When: "started_at"},
		{Kind: "link", Table: "sign_in_link", Fate: personaldata.Removed, Whose: byAccount("account_id"), Shown: []string{"purpose", "made_at", "ends_at", "used_at"}, When: "made_at"},
		{Kind: "device", Table: "known_device", Fate: personaldata.Removed, Whose: byAccount("account_id"), Shown: []string{"seen_at"}, When: "seen_at"},
		{Kind: "code", Table: "account_totp", Fate: personaldata.Removed, Whose: byAccount("account_id"), Shown: []string{"made_at", "confirmed_at"}, When: "made_at"},
		{Kind: "recovery", Table: "account_recovery_code", Fate: personaldata.Removed, Whose: byAccount("account_id"), Shown: []string{"used_at"}, When: "used_at"},
		{Kind: "identity", Table: "account_identity", Fate: personaldata.Removed, Whose: byAccount("account_id"), Shown: []string{"provider", "subject", "added_at"}, When: "added_at", What: "provider"},
		{Kind: "on_the_way", Table: "sign_in_pending", Fate: personaldata.Removed, Whose: byAccount("account_id"), Shown: []string{"provider", "back", "ends_at"}, When: "ends_at", What: "provider"},
		{Kind: "passkey", Table: "passkey", Fate: personaldata.Removed, Whose: byAccount("account_id"), Shown: []string{"name", "added_at", "used_at"}, When: "added_at", What: "name"},
		{Kind: "passkey_asked", Table: "passkey_challenge", Fate: personaldata.Removed, Whose: byAccount("account_id"), Shown: []string{"ends_at"}, When: "ends_at"},
		{Kind: "reminder", Table: "reminder", Fate: personaldata.Removed, Whose: byAccount("account_id"),
			Shown: []string{"indicator_id", "cell_to", "occasion", "sent_at"}, When: "sent_at"},
		{Kind: "calendar_feed", Table: "calendar_feed", Fate: personaldata.Removed, Whose: byAccount("account_id"), Shown: []string{"made_at", "fetched_on"}, When: "made_at"},
		{Kind: "mail", Table: "mail", Fate: personaldata.Removed, Whose: byAccount("account_id"),
			Shown: []string{"recipient", "kind", "subject", "body", "attachment_name", "attachment", "state", "queued_at", "ended_at", "fault", "answer"}, When: "queued_at", What: "subject"},
	}
}

// personalTrail leaves out what other things were like before and after: it may tell of others.
func personalTrail() []personaldata.Source {
	return []personaldata.Source{
		{Kind: "done", Table: "audit_entry", Fate: personaldata.Kept, Whose: []personaldata.Whose{{Column: "actor_id"}}, Only: "actor_kind = 'account'",
			Shown: []string{"at", "actor_name", "action", "object_kind", "object_id", "reason"}, When: "at", What: "action", Words: "audit.action."},
		{Kind: "about", Table: "audit_entry", Fate: personaldata.Kept, Whose: []personaldata.Whose{{Column: "object_id"}}, Only: "object_kind = 'account'",
			Shown: []string{"at", "actor_name", "action", "reason", "before", "after"}, When: "at", What: "action", Words: "audit.action."},
	}
}

func byName(columns ...string) []personaldata.Whose {
	var whose []personaldata.Whose
	for _, column := range columns {
		whose = append(whose, personaldata.Whose{Column: column, By: personaldata.ByName})
	}
	return whose
}

func personalWork() []personaldata.Source {
	return []personaldata.Source{
		{Kind: "record", Table: "record", Fate: personaldata.Nameless, Whose: byName("recorded_by", "voided_by"), Shown: []string{"id", "kind", "day", "title", "recorded_at", "voided_at", "voided_why"},
			When: "recorded_at", What: "title", Key: "id", Href: "/records/"},
		{Kind: "counting", Table: "record_link", Fate: personaldata.Nameless, Whose: byName("decided_by"), Shown: []string{"record_id", "indicator_id", "origin", "excluded", "reason", "decided_at"},
			When: "decided_at", What: "reason", Key: "record_id", Href: "/records/"},
		{Kind: "import", Table: "evidence_import", Fate: personaldata.Nameless, Whose: byName("imported_by"), Shown: []string{"plan_id", "rows", "imported_at"}, When: "imported_at"},
		{Kind: "assessment", Table: "assessment", Fate: personaldata.Kept, Whose: byName("signed_by"), Shown: []string{"indicator_id", "day", "counts_for", "verdict", "body", "role", "signed_at"},
			When: "signed_at", What: "body"},
		{Kind: "waiver", Table: "waiver", Fate: personaldata.Kept, Whose: byName("decided_by"), Shown: []string{"indicator_id", "cell_from", "day", "reason", "decided_at"},
			When: "decided_at", What: "reason"},
	}
}

func personalPlans() []personaldata.Source {
	return []personaldata.Source{
		{Kind: "draft", Table: "plan_draft", Fate: personaldata.Nameless, Whose: byName("saved_by"), Shown: []string{"id", "document_name", "saved_at", "discarded_at"},
			When: "saved_at", What: "document_name"},
		{Kind: "intake", Table: "plan_intake", Fate: personaldata.Nameless, Whose: byName("sent_by"), Shown: []string{"document_name", "stage", "alive_at"}, When: "alive_at", What: "document_name"},
	}
}

// personalStaffing has those with an account, who are called as the account is, and what others are called. Their time
// stays, since the hours of past quarters would change without it; why somebody was away is not kept at all.
func personalStaffing() []personaldata.Source {
	return []personaldata.Source{
		{Kind: "staff", Table: "staff_person", Fate: personaldata.Nameless, Whose: byName("name"), Shown: []string{"id", "role", "works_from", "works_until"},
			When: "works_from", What: "role", Key: "id", Href: "/staffing/people/"},
		{Kind: "staff_time", Table: "staff_time", Fate: personaldata.Kept, Whose: []personaldata.Whose{{Column: "account_id"}},
			Shown: []string{"kind", "starts_on", "ends_on", "permille"}, When: "starts_on"},
		{Kind: "staff_account", Table: "staff_person", Fate: personaldata.Kept, Whose: []personaldata.Whose{{Column: "account_id"}},
			Shown: []string{"id", "works_from"}, When: "works_from", Key: "id", Href: "/staffing/people/"},
		{Kind: "scenario", Table: "scenario", Fate: personaldata.Nameless, Whose: byName("made_by"), Shown: []string{"id", "name", "made_at", "adopted_at"}, When: "made_at", What: "name"},
		{Kind: "staffing_decision", Table: "staffing_decision", Fate: personaldata.Kept, Whose: byName("decided_by"), Shown: []string{"plan_id", "name", "reason", "decided_at"},
			When: "decided_at", What: "reason"},
		{Kind: "effort", Table: "effort", Fate: personaldata.Nameless, Whose: byName("estimated_by"), Shown: []string{"activity_id", "tenths", "estimated_at"}, When: "estimated_at"},
	}
}

// personalOrganisations knows a contact by the account's address. A name alone is not enough: another may have it.
func personalOrganisations() []personaldata.Source {
	return []personaldata.Source{
		{Kind: "organisation_contact", Table: "organisation_contact", Fate: personaldata.Removed, Whose: []personaldata.Whose{{Column: "email", By: personaldata.ByEmail}},
			Shown: []string{"organisation_id", "name", "role", "telephone", "consent", "added_at"}, When: "added_at", What: "role", Key: "organisation_id", Href: "/organisations/"},
		{Kind: "organisation_import", Table: "organisation_import", Fate: personaldata.Nameless, Whose: byName("brought_by"), Shown: []string{"id", "file_name", "state", "brought_at"},
			When: "brought_at", What: "file_name", Key: "id", Href: "/organisation-imports/"},
		{Kind: "mapping_assessment", Table: "mapping_assessment", Fate: personaldata.Nameless, Whose: byName("assessed_by"), Shown: []string{"organisation_id", "assessed_on", "added_at"},
			When: "added_at", Key: "organisation_id", Href: "/organisations/"},
		{Kind: "certification_reminder", Table: "certification_reminder", Fate: personaldata.Removed, Whose: []personaldata.Whose{{Column: "account_id"}},
			Shown: []string{"role_id", "ends_on", "sent_at"}, When: "sent_at"},
	}
}

// personalNetworks lets a membership stay, without how to reach whoever came and by a name that says nothing of who it was.
func personalNetworks() []personaldata.Source {
	return []personaldata.Source{
		{Kind: "network_member", Table: "network_member", Fate: personaldata.Emptied, Whose: []personaldata.Whose{{Column: "email", By: personaldata.ByEmail}},
			Shown: []string{"network_id", "organisation_id", "role", "starts_on", "ends_on", "ended_why"}, When: "starts_on", What: "role", Words: "networks.role.", Key: "network_id", Href: "/networks/"},
		{Kind: "network_member_name", Table: "network_member", Fate: personaldata.Nameless, Whose: byName("name"), Shown: []string{"id", "sort_key", "starts_on"}, When: "starts_on",
			Key: "network_id", Href: "/networks/"},
	}
}

// personalMeetings knows whoever is invited by the account's address. Who came and who took something upon themselves stands
// by name, and stays in minutes that have been adjusted.
func personalMeetings() []personaldata.Source {
	return []personaldata.Source{
		{Kind: "meeting_invitation", Table: "meeting_invitation", Fate: personaldata.Removed, Whose: []personaldata.Whose{{Column: "email", By: personaldata.ByEmail}},
			Shown: []string{"meeting_id", "name", "organisation", "told_at", "sent_at", "answer", "answer_note", "answered_at"}, When: "sent_at", What: "answer", Words: "meetings.answer.is.",
			Key: "meeting_id", Href: "/my/meetings/"},
		{Kind: "meeting_attendance", Table: "meeting_attendance", Fate: personaldata.Nameless, Whose: byName("name"), Shown: []string{"id", "meeting_id", "organisation", "noted_at"},
			When: "noted_at", Key: "meeting_id", Href: "/meetings/"},
		{Kind: "meeting_action", Table: "meeting_action", Fate: personaldata.Nameless, Whose: byName("owner"), Shown: []string{"meeting_id", "body", "due_on", "done_on", "done_note"},
			When: "due_on", What: "body", Key: "meeting_id", Href: "/meetings/"},
		{Kind: "meeting_action_account", Table: "meeting_action", Fate: personaldata.Kept, Whose: []personaldata.Whose{{Column: "account_id"}}, Shown: []string{"id", "due_on"},
			When: "due_on"},
		{Kind: "meeting_action_reminder", Table: "meeting_action_reminder", Fate: personaldata.Removed, Whose: []personaldata.Whose{{Column: "account_id"}},
			Shown: []string{"action_id", "due_on", "sent_at"}, When: "sent_at"},
	}
}

// personalEvents knows who has registered by the account's address. What was counted of an event stays.
func personalEvents() []personaldata.Source {
	return []personaldata.Source{
		{Kind: "event_registration", Table: "event_registration", Fate: personaldata.Removed, Whose: []personaldata.Whose{{Column: "email", By: personaldata.ByEmail}},
			Shown: []string{"event_id", "name", "organisation", "needs", "state", "came", "language", "registered_at", "consented_at"}, When: "registered_at", What: "organisation", Key: "event_id", Href: "/events/"},
		{Kind: "event_handler", Table: "event_handler", Fate: personaldata.Removed, Whose: []personaldata.Whose{{Column: "account_id"}}, Shown: []string{"event_id", "chosen_at"}, When: "chosen_at", Key: "event_id", Href: "/events/"},
	}
}

// personalMandates keeps who has acted for an organisation: what was done in its name can be tried afterwards. The documents
// themselves are disposed of in their time (retention.go).
func personalMandates() []personaldata.Source {
	byAccount := []personaldata.Whose{{Column: "account_id"}}
	return []personaldata.Source{
		{Kind: "mandate", Table: "mandate", Fate: personaldata.Kept, Whose: byAccount, Shown: []string{"organisation_id", "invited_at", "signs", "handed_in_at", "decision", "reason", "starts_on", "ends_on",
			"ended_at", "ended_why"}, When: "invited_at", What: "decision"},
		{Kind: "mandate_handled", Table: "mandate", Fate: personaldata.Nameless, Whose: byName("invited_by", "decided_by", "ended_by"), Shown: []string{"id", "decided_at"},
			When: "invited_at", Key: "id", Href: "/mandates/"},
		{Kind: "mandate_document", Table: "mandate_document", Fate: personaldata.Kept, Whose: byAccount, Shown: []string{"mandate_id", "name", "media", "sent_at"}, When: "sent_at", What: "name"},
		{Kind: "organisation_request", Table: "organisation_request", Fate: personaldata.Kept, Whose: byAccount, Shown: []string{"organisation_id", "name", "number", "legal_form", "why", "asked_at",
			"decision", "reason"}, When: "asked_at", What: "why"},
		{Kind: "organisation_answer", Table: "organisation_request", Fate: personaldata.Nameless, Whose: byName("decided_by"), Shown: []string{"id", "decided_at"},
			When: "asked_at", Key: "id", Href: "/mandates/requests/"},
		{Kind: "entitlement_document", Table: "entitlement_document", Fate: personaldata.Nameless, Whose: byName("sent_by"), Shown: []string{"filing_id", "kind", "name", "sent_at"},
			When: "sent_at", What: "name", Key: "filing_id", Href: "/entitlement/"},
		{Kind: "entitlement_step", Table: "entitlement_step", Fate: personaldata.Nameless, Whose: byName("done_by"), Shown: []string{"filing_id", "stage", "day", "message"},
			When: "done_at", What: "message", Key: "filing_id", Href: "/entitlement/"},
		{Kind: "entitlement_reminder", Table: "entitlement_reminder", Fate: personaldata.Removed, Whose: []personaldata.Whose{{Column: "recipient"}},
			Shown: []string{"filing_id", "occasion", "sent_at"}, When: "sent_at"},
	}
}

// personalCases has what elected members with accounts are and have said, and who did what with cases. Minutes have to show
// who decided, so what stands in them stays.
func personalCases() []personaldata.Source {
	byAccount := []personaldata.Whose{{Column: "account_id"}}
	return []personaldata.Source{
		{Kind: "board_member", Table: "board_member", Fate: personaldata.Kept, Whose: append(byAccount, byName("name")...), Shown: []string{"board_id", "office", "from_on", "until_on"},
			When: "from_on", What: "office", Words: "cases.office.", Key: "board_id", Href: "/boards/"},
		{Kind: "conflict", Table: "member_conflict", Fate: personaldata.Kept, Whose: byAccount, Shown: []string{"case_id", "reason", "declared_at"}, When: "declared_at", What: "reason",
			Key: "case_id", Href: "/cases/"},
		{Kind: "reservation", Table: "member_reservation", Fate: personaldata.Kept, Whose: byAccount, Shown: []string{"case_id", "body", "recorded_at"}, When: "recorded_at", What: "body",
			Key: "case_id", Href: "/cases/"},
		{Kind: "case_event", Table: "case_event", Fate: personaldata.Nameless, Whose: byName("actor_name"), Shown: []string{"case_id", "act", "day", "why", "at"}, When: "at", What: "act",
			Words: "cases.did.", Key: "case_id", Href: "/cases/"},
	}
}

// personalAwards has who made, changed, checked and signed proposals. A decision has to show who took it.
func personalAwards() []personaldata.Source {
	var sources []personaldata.Source
	for _, column := range []string{"made_by", "changed_by", "checked_by", "signed_by"} {
		sources = append(sources, personaldata.Source{Kind: "allocation_" + column, Table: "allocation", Fate: personaldata.Kept, Whose: []personaldata.Whose{{Column: column}},
			Shown: []string{"id", "made_at"}, When: "made_at", Key: "id", Href: "/awards/"})
	}
	return sources
}

func personalFeedback() []personaldata.Source {
	return []personaldata.Source{
		{Kind: "feedback", Table: "feedback", Fate: personaldata.Emptied, Whose: []personaldata.Whose{{Column: "reply_to", By: personaldata.ByEmail}}, Shown: []string{"message", "page", "received_at"},
			When: "received_at", What: "message"},
		{Kind: "feedback_done", Table: "feedback", Fate: personaldata.Nameless, Whose: byName("done_by"), Shown: []string{"id", "done_at"}, When: "done_at"},
	}
}
