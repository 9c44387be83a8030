package app

import "samverk/features/personaldata"

// Retention are the kinds of documents that the program holds, with how long it proposes that each is kept. What the
// authority reports from is kept for ever; what may be disposed of are leftovers and letters.
func Retention() []personaldata.Class {
	return []personaldata.Class{
		{Kind: "plan"},
		{Kind: "record"},
		{Kind: "judgement"},
		{Kind: "case"},
		{Kind: "trail"},
		{Kind: "draft", Proposed: 12, Table: "plan_draft", Key: "id", Since: "discarded_at", Only: "plan_id IS NULL", What: "document_name",
			Content: "document_sha256", Href: "/trail/plan_draft/"},
		{Kind: "intake", Proposed: 3, Table: "plan_intake", Key: "id", Since: "alive_at", What: "document_name",
			Content: "document_sha256"},
		{Kind: "feedback", Proposed: 24, Table: "feedback", Key: "id", Since: "done_at", Only: "done_at IS NOT NULL", What: "message", Href: "/feedback#m-"},
		{Kind: "event_registration", Proposed: 24, Table: "event_registration", Key: "id", Since: "keep_from", What: "name"},
		{Kind: "mail", Proposed: 12, Table: "mail", Key: "id", Since: "ended_at", Only: "ended_at IS NOT NULL", What: "subject", Href: "/outbox"},
		{Kind: "invitation", ByItself: true},
		{Kind: "event"},
		{Kind: "event_needs", ByItself: true},
		{Kind: "mandate_document", Proposed: 120, Table: "mandate_document", Key: "id", Since: "sent_at", What: "name", Content: "sha256",
			Only: "EXISTS (SELECT 1 FROM mandate m WHERE m.id = mandate_document.mandate_id AND (m.ended_at IS NOT NULL OR m.decision <> 'confirmed' OR m.ends_on < CURRENT_DATE))"},
		{Kind: "entitlement_document", Proposed: 120, Table: "entitlement_document", Key: "id", Since: "sent_at", What: "name", Content: "sha256"},
		{Kind: "application"},
		{Kind: "session", ByItself: true},
		{Kind: "upload", ByItself: true},
	}
}
