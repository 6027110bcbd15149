package ingest

import (
	"strings"
	"testing"

	"leadpact/ingest/ingesttest"
	"leadpact/model"
	"leadpact/model/agreement"
)

// crmFile is a small file as a CRM exports it, and what is read from it: a line of canonical columns, and a line
// of their values for each row that is used. The rest are parts of records, or rows that are not done or deleted.
type crmFile struct {
	crm, table string
	text       string
	want       string
	parts      int
}

// crmFiles are the exports of the CRMs that samples/generate does not write, and spellings in other languages.
var crmFiles = []crmFile{
	{"bitrix24", "leads", `"ID";"Стадия";"Название лида";"Ответственный";"Дата создания";"Рабочий e-mail"
"1";"Новый";"Лид";"Анна";"13.10.2026 10:00:00";"a@x.example"
"2";"Некачественный лид";"Лид";"Анна";"14.10.2026 10:00:00";"b@x.example"
`, `lead_id,status,owner,created_at,email
1,open,Анна,2026-10-13T10:00:00Z,a@x.example
2,disqualified,Анна,2026-10-14T10:00:00Z,b@x.example`, 0},
	{"bitrix24", "deals", `ID;Воронка;Стадия сделки;Название сделки;Сумма;Валюта;Ответственный;Дата создания;Дата завершения;Повторная сделка
1;Общая;Сделка успешна;А;1000,50;Доллар США;Анна;13.10.2026 10:00:00;20.10.2026 10:00:00;Нет
2;Общая;Переговоры;Б;20,00;Доллар США;Анна;13.10.2026 10:00:00;20.10.2026 10:00:00;Да
3;Общая;Сделка провалена;В;20,00;Доллар США;Анна;13.10.2026 10:00:00;20.10.2026 10:00:00;
`, `deal_id,amount,won,new_business
1,1000.5,true,true
2,20,,false
3,20,false,`, 0},
	{"amocrm", "deals", `ID;Название сделки;Бюджет;Ответственный;Дата создания сделки;Дата закрытия;Этап сделки;Воронка
7;Шкаф;1500;Анна;13.10.2026 10:00:00;20.10.2026 10:00:00;Успешно реализовано;Шкафы
8;Стол;1500;Анна;13.10.2026 10:00:00;не закрыта;Переговоры;Шкафы
9;Стул;1500;Анна;13.10.2026 10:00:00;20.10.2026 10:00:00;Закрыто и не реализовано;Шкафы
`, `deal_id,won
7,true
8,
9,false`, 0},
	{"odoo", "leads", `External ID,Opportunity,Email,Salesperson,Stage,Created on,Closed Date,Active,Activities/Activity Type
crm_1,A,a@x.example,Ann,Won,2026-10-13 10:00:00,2026-10-20 10:00:00,True,Call
,,,,,,,,Email
,,,,,,,,Email
crm_2,B,b@x.example,Ann,New,2026-10-14 10:00:00,2026-10-21 10:00:00,False,
`, `lead_id,status,closed_at
crm_1,won,2026-10-20T10:00:00Z
crm_2,lost,2026-10-21T10:00:00Z`, 2},
	{"odoo", "deals", `External ID,Salesperson,Stage,Expected Revenue,Created on,Closed Date,Active
crm_1,Ann,Won,100,2026-10-13 10:00:00,2026-10-20 10:00:00,True
crm_2,Ann,Proposition,100,2026-10-13 10:00:00,2026-10-20 10:00:00,False
crm_3,Ann,Proposition,100,2026-10-13 10:00:00,,True
`, `deal_id,won
crm_1,true
crm_2,false
crm_3,`, 0},
	{"odoo", "leads", `id,name,email_from,user_id,stage_id,create_date
__export__.crm_lead_1,A,a@x.example,Ann,Won,2026-10-13 10:00:00
`, `lead_id,email,owner,status
__export__.crm_lead_1,a@x.example,Ann,won`, 0},
	{"odoo", "deals", `Externe ID,Vertriebsmitarbeiter,Phase,Erwarteter Umsatz,Erstellt am
crm_1,Ann,Gewonnen,100,2026-10-13 10:00:00
crm_2,Ann,Angebot,100,2026-10-13 10:00:00
`, `deal_id,won
crm_1,true
crm_2,`, 0},
	{"monday", "leads", `Leads,,,,
New Leads,,,,
Name,Owner,Status,Created,Item ID (auto generated)
Firm,Ann,New,2026-10-05,17001
Subitems,Name,Owner,Status,
,Call,Ann,Done,18001
,,3,,
Qualified,,,,
Name,Owner,Status,Created,Item ID (auto generated)
Firm 2,Ann,Unqualified,2026-10-06,17002
,,1,,
`, `lead_id,status
17001,open
17002,disqualified`, 5},
	{"monday", "deals", `Deals,,,,,
Name,Owner,Stage,Deal Value,Close Date,Item ID (auto generated)
Firm,Ann,Won,100,2026-10-05,1
Firm 2,Ann,Discovery,200,2026-10-05,2
Firm 3,Ann,Lost,300,2026-10-05,3
,,,600,,
`, `deal_id,won
1,true
2,
3,false`, 1},
	{"suitecrm", "leads", `"Name","ID","Date Created","Date Modified","Assigned User ID","Assigned to","Last Name","Lead Source","Status"
"A","1","13/10/2026 10:00","13/10/2026 10:00","u1","ann","A","Web Site","Dead"
`, `lead_id,owner,status
1,ann,disqualified`, 0},
	{"suitecrm", "leads", `id,date_entered,date_modified,deleted,assigned_user_id,last_name,lead_source,status
l1,2026-10-13 10:00:00,2026-10-13 10:00:00,0,u1,A,Web Site,Recycled
l2,2026-10-13 10:00:00,2026-10-13 10:00:00,1,u1,B,Web Site,New
`, `lead_id,status
l1,recycled`, 0},
	{"suitecrm", "deals", `"Opportunity Name","ID","Date Created","Assigned to","Sales Stage","Opportunity Amount","Expected Close Date"
"A","1","13/10/2026 10:00","ann","Closed Won","100","20/10/2026"
"B","2","13/10/2026 10:00","ann","Proposal/Price Quote","100","20/10/2026"
"C","3","13/10/2026 10:00","ann","Closed Lost","100","20/10/2026"
`, `deal_id,won
1,true
2,
3,false`, 0},
	{"bitrix24", "leads", `ID;Lead Name;Status;Responsible;Created;E-mail
1;Firm;Junk Lead;Ann;10/13/2026 10:00:00 am;a@x.example
`, `lead_id,status,created_at
1,disqualified,2026-10-13T10:00:00Z`, 0},
	{"bitrix24", "deals", `ID,TITLE,STAGE_ID,STAGE_SEMANTIC_ID,OPPORTUNITY,CURRENCY_ID,LEAD_ID,ASSIGNED_BY_ID,DATE_CREATE,CLOSEDATE
1,A,C2:WON,S,100,USD,L1,3,2026-10-13T10:00:00+03:00,2026-10-20T00:00:00+03:00
2,B,C2:NEW,P,100,USD,,3,2026-10-13T10:00:00+03:00,2026-10-20T00:00:00+03:00
3,C,C2:LOSE,F,100,USD,,3,2026-10-13T10:00:00+03:00,2026-10-20T00:00:00+03:00
`, `deal_id,lead_id,won
1,L1,true
2,,
3,,false`, 0},
	{"freshsales", "activities", `Id,Related to id,Created at,Created by,Outcome,Call direction
1,L1,2026-10-13 10:00:00 UTC,Ann,Left message,Outgoing
2,L1,2026-10-13 11:00:00 UTC,Ann,Interested,Incoming
`, `activity_id,type,outcome,direction
1,call,no_answer,outbound
2,call,connected,inbound`, 0},
	{"copper", "deals", `Lead ID,Name,Primary contact,Status,Value,Currency,Created At,Close Date,Owned By
1,A,P,Won,1000,USD,10/13/2026,10/21/2026,Ann
2,B,P,Open,1000,USD,10/13/2026,10/21/2026,Ann
3,C,P,Abandoned,1000,USD,10/13/2026,10/21/2026,Ann
`, `deal_id,won
1,true
2,
3,false`, 0},
	{"copper", "activities", `Activity Id,Activity Type,Activity Date,Parent Type,Parent Id,User
1,Phone Call,10/13/2026,Lead,L1,Ann
2,Phone Call,10/13/2026,Company,L1,Ann
`, `activity_id,type,owner
1,call,Ann`, 0},
	{"activecampaign", "leads", `Contact ID,Email,First Name,Last Name,Date Created,Tags
1,a@x.example,A,B,2026-10-13 10:00:00,vip
`, `lead_id,email
1,a@x.example`, 0},
	{"activecampaign", "deals", `id,title,value,currency,stage,owner,contact,cdate,mdate,status
1,A,100000,usd,2,3,L1,2026-10-13T10:00:00-05:00,2026-10-14T10:00:00-05:00,1
2,B,100000,usd,2,3,L1,2026-10-13T10:00:00-05:00,2026-10-14T10:00:00-05:00,0
`, `deal_id,lead_id,amount,won
1,L1,,true
2,L1,,`, 0},
	{"zendesk_sell", "leads", `Full Name,Lead ID,Owner,Status,Source,Added on,Email
A,1,Ann,Unqualified,Web,2026-10-13,a@x.example
`, `lead_id,status,owner,source
1,disqualified,Ann,Web`, 0},
	{"zendesk_sell", "activities", `id,user_id,resource_type,resource_id,made_at,missed,incoming,outcome
1,3,lead,L1,2026-10-13T10:00:00Z,false,true,No answer
2,3,contact,L1,2026-10-13T10:00:00Z,false,false,Interested
`, `activity_id,outcome,direction
1,no_answer,inbound`, 0},
	{"keap", "leads", `Id,First Name,Last Name,Email,Date Created,Last Updated,Owner,Lead Source
1,A,B,a@x.example,2026-10-13 10:00:00,2026-10-13 10:00:00,Ann,Web
`, `lead_id,owner,source
1,Ann,Web`, 0},
	{"keap", "activities", `Id,Contact Id,Action Type,Completion Date,User
1,L1,Outbound call,2026-10-13 10:00:00,Ann
2,L1,Other,2026-10-13 10:00:00,Ann
`, `activity_id,type
1,call`, 0},
	{"insightly", "leads", `Record ID,Lead Status,Lead Source,Date Created,User Responsible,Email
1,CLOSED - Disqualified,Web,2026-10-13 10:00:00,Ann,a@x.example
`, `lead_id,status,owner
1,disqualified,Ann`, 0},
	{"insightly", "deals", `OPPORTUNITY_ID,OPPORTUNITY_NAME,OPPORTUNITY_STATE,OPPORTUNITY_VALUE,BID_CURRENCY,DATE_CREATED_UTC,FORECAST_CLOSE_DATE
1,A,WON,100,USD,2026-10-13 10:00:00,2026-10-20 00:00:00
2,B,OPEN,100,USD,2026-10-13 10:00:00,2026-10-20 00:00:00
3,C,ABANDONED,100,USD,2026-10-13 10:00:00,2026-10-20 00:00:00
`, `deal_id,won
1,true
2,
3,false`, 0},
	{"nutshell", "deals", `Lead number,Name,Assignee,Stage,Status,Value,Created,Closed
1001,A,Ann,Bid,Won,100,2026-10-13 10:00:00,2026-10-20 10:00:00
1002,B,Ann,Bid,Pending,100,2026-10-13 10:00:00,
1003,C,Ann,Bid,Cancelled,100,2026-10-13 10:00:00,2026-10-20 10:00:00
`, `deal_id,won
1001,true
1002,
1003,false`, 0},
	{"attio", "leads", `Entry ID,Record,Parent Record > Email addresses,Stage,Owner,Created at
e1,Firm,a@x.example,Lost,Ann,2026-10-13T10:00:00.000000000Z
`, `lead_id,email,status
e1,a@x.example,lost`, 0},
	{"attio", "deals", `Record ID,Record,Deal stage,Deal owner,Deal value,Created at
1,A,Won 🎉,Ann,100,2026-10-13T10:00:00Z
2,B,In Progress,Ann,100,2026-10-13T10:00:00Z
3,C,Lost,Ann,100,2026-10-13T10:00:00Z
`, `deal_id,won
1,true
2,
3,false`, 0},
	{"outreach", "activities", `Call ID,Prospect Email,User,Dialed At,Disposition,Direction,Duration
1,ann@x.example,Ann,2026-10-13T10:00:00Z,Answered - Interested,Outbound,12
2,ann@x.example,Ann,2026-10-13T11:00:00Z,Left Voicemail,Outbound,300
3,ann@x.example,Ann,2026-10-13T12:00:00Z,Connected,Inbound,30
`, `activity_id,type,outcome,direction
1,call,connected,outbound
2,call,no_answer,outbound
3,call,connected,inbound`, 0},
	{"outreach", "activities", `Mailing ID,Prospect Email,User,Delivered At,Step Type
1,ann@x.example,Ann,2026-10-13T10:00:00Z,auto_email
2,ann@x.example,Ann,2026-10-13T11:00:00Z,manual_email
`, `activity_id,type,automated
1,email,true
2,email,false`, 0},
	{"salesloft", "activities", `Call ID,Person Email,User,Call Date,Disposition,Sentiment,Direction
1,ann@x.example,Ann,2026-10-13T10:00:00Z,No Answer,,outbound
`, `activity_id,type,outcome,direction
1,call,no_answer,outbound`, 0},
	{"salesloft", "activities", `id,recipient_email_address,user_name,sent_at,Step Type
1,ann@x.example,Ann,2026-10-13T10:00:00Z,Automated Email
`, `activity_id,type,automated
1,email,true`, 0},
	{"apollo", "activities", `Call Id,Contact Email,User,Started At,Call Purpose,Call Disposition,Direction
1,ann@x.example,Ann,2026-10-13T10:00:00Z,Prospecting call,Connected - Positive,Outgoing
2,ann@x.example,Ann,2026-10-13T11:00:00Z,Prospecting call,busy,Incoming
`, `activity_id,type,outcome,direction
1,call,connected,outbound
2,call,no_answer,inbound`, 0},
	{"aircall", "activities", `Call ID (internal),Call direction,Call type,Answered,User name,Call started,Contact email,Duration
1,Outbound,Outbound,No,Ann,2026-10-13 10:00:00,ann@x.example,12
2,Outbound,Outbound,Yes,Ann,2026-10-13 11:00:00,ann@x.example,120
3,Inbound,Answered,Yes,Ann,2026-10-13 12:00:00,ann@x.example,120
`, `activity_id,type,outcome,direction
1,call,no_answer,outbound
2,call,,outbound
3,call,,inbound`, 0},
	{"aircall", "activities", `line,datetime (tz offset incl.),number timezone,datetime (UTC),direction,from,to,answered,missed_call_reason,user,call id,email
Sales,2026-10-13 12:00:00,Europe/Paris,2026-10-13 10:00:00,outbound,1,2,No,,Ann,77,ann@x.example
`, `activity_id,at,owner,outcome,direction
77,2026-10-13T10:00:00Z,Ann,no_answer,outbound`, 0},
	{"apollo", "leads", `First Name,Last Name,Title,Company,Email,Contact Owner,Stage,Apollo Contact Id,Created At
A,B,CEO,Firm,a@x.example,Ann,Not Interested,5f1,2026-10-13
`, `lead_id,owner,status
5f1,Ann,disqualified`, 0},
	{"ringcentral", "activities", `Direction,Type,Phone Number,Extension,Date,Time,Action,Action Result,Duration,Contact Email
Outgoing,Voice,(555) 010-0001,Ann,10/13/2026,9:05 AM,VoIP Call,Call connected,0:01:10,ann@x.example
Incoming,Voice,(555) 010-0001,Ann,10/14/2026,4:05 PM,Phone Call,Missed,0:00:10,ann@x.example
Outgoing,Fax,(555) 010-0001,Ann,10/14/2026,4:05 PM,Outbound Fax,Sent,0:00:10,ann@x.example
`, `type,at,outcome,direction
call,2026-10-13T09:05:00Z,connected,outbound
call,2026-10-14T16:05:00Z,no_answer,inbound`, 0},
}

func TestFilesOfEachCRMAreRead(t *testing.T) {
	t.Parallel()
	for _, x := range crmFiles {
		dir := folder(t, map[string]string{"x.csv": x.text, "known.csv": "lead_id,created_at,email\nL1,2026-10-01,ann@x.example\n"})
		inputs := map[string]*agreement.Input{x.table: {Files: []string{"x.csv"}}}
		if x.table == "activities" {
			inputs["leads"] = &agreement.Input{Files: []string{"known.csv"}}
		}
		rep, rows, err := readAll(t, sample("UTC", inputs), dir)
		if err != nil {
			t.Errorf("%s of %s: %v", x.table, x.crm, err)
			continue
		}
		header, _, _ := strings.Cut(x.want, "\n")
		got := header
		for _, r := range rows[x.table] {
			var cells []string
			for _, c := range strings.Split(header, ",") {
				cells = append(cells, r[c])
			}
			got += "\n" + strings.Join(cells, ",")
		}
		ingesttest.Same(t, x.table+" of "+x.crm, got, x.want)
		last := rep.Files[len(rep.Files)-1]
		ingesttest.Same(t, "parts in "+x.table+" of "+x.crm, last.IgnoredBy[model.Part], x.parts)
		if last.CRM != x.crm || last.SetAside > 0 {
			t.Errorf("%s of %s: read as %s, %d set aside: %v", x.table, x.crm, last.CRM, last.SetAside, rep.SetAside)
		}
	}
}
