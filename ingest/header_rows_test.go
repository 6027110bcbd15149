package ingest

// spellingFiles are files of the large CRMs whose headers have another form than in their default exports: names of
// the interface, other languages, another letter case, or a part of the fields.
var spellingFiles = []crmFile{
	{"hubspot", "leads", `hs_object_id,createdate,lifecyclestage,hubspot_owner_id,hs_analytics_source,hs_v2_date_entered_lead,hs_v2_date_entered_marketingqualifiedlead
11,2026-10-05T10:00:00Z,customer,77,PAID_SEARCH,2026-10-05T11:00:00Z,2026-10-06T10:00:00Z
`, `lead_id,created_at,status,owner,source,ql_at,mql_at
11,2026-10-05T10:00:00Z,won,77,PAID_SEARCH,2026-10-05T11:00:00Z,2026-10-06T10:00:00Z`, 0},
	{"hubspot", "leads", `Contact ID,Create Date,Contact owner,"Date entered ""Lead (Lifecycle Stage Pipeline)""",Date entered ‘Marketing Qualified Lead (Lifecycle Stage Pipeline)’,"Latest time in ""Lead (Lifecycle Stage Pipeline)"""
11,2026-10-05 10:00,Ann [deactivated],2026-10-05 11:00,2026-10-06 10:00,40
`, `lead_id,owner,ql_at,mql_at
11,Ann,2026-10-05T11:00:00Z,2026-10-06T10:00:00Z`, 0},
	{"hubspot", "leads", `Datensatz-ID;Erstellungsdatum;Kontakt-Zuständiger;Lifecycle-Phase;Ursprüngliche Quelle
11;2026-10-05 10:00;(Kein Wert);Kunde;Messe
`, `lead_id,created_at,owner,status,source
11,2026-10-05T10:00:00Z,,won,Messe`, 0},
	{"hubspot", "deals", `hs_object_id,dealname,dealstage,amount,closedate,hubspot_owner_id
5,A,closedwon,10,2026-10-09T10:00:00Z,77
6,B,closedlost,10,2026-10-09T10:00:00Z,77
`, `deal_id,stage,amount,won,owner
5,closedwon,10,true,77
6,closedlost,10,false,77`, 0},
	{"hubspot", "activities", `hs_object_id,hs_timestamp,hs_call_disposition,hs_call_direction,hubspot_owner_id,email
8,2026-10-05T10:00:00Z,f240bbac-87c9-4f6e-bf70-924b57d47db7,OUTBOUND,77,ann@x.example
9,2026-10-05T10:00:00Z,73a0d17f-1163-4015-bdd5-ec830791da20,INBOUND,77,ann@x.example
`, `activity_id,type,outcome,direction,owner
8,call,connected,outbound,77
9,call,no_answer,inbound,77`, 0},
	{"pipedrive", "leads", `Lead - ID,Lead - Title,Lead - Owner,Lead - Lead created on,Lead - Label,Lead - Archive status,Person - Email
1f0c1a2b-0000-11ee-9d2d-0123456789ab,Firm,Ann,2026-10-05 10:00:00,Hot,Not archived,a@x.example
`, `lead_id,owner,created_at,quality,status,email
1f0c1a2b-0000-11ee-9d2d-0123456789ab,Ann,2026-10-05T10:00:00Z,high,open,a@x.example`, 0},
	{"pipedrive", "deals", `Affaire - ID,Affaire - Titre,Affaire - Valeur,Affaire - Statut,Affaire - Affaire créée,Affaire - Date de gain,Affaire - Date de perte,Affaire - Propriétaire
1,A,10,Gagnée,2026-10-01 09:00:00,2026-10-05 09:00:00,,Ann
2,B,10,Perdue,2026-10-01 09:00:00,,2026-10-06 09:00:00,Ann
3,C,10,En cours,2026-10-01 09:00:00,,,Ann
`, `deal_id,won,closed_at,owner
1,true,2026-10-05T09:00:00Z,Ann
2,false,2026-10-06T09:00:00Z,Ann
3,,,Ann`, 0},
	{"pipedrive", "leads", `Negócio - ID,Negócio - Título,Negócio - Status,Negócio - Negócio criado em,Negócio - Ganho em,Negócio - Data de perda,Negócio - Proprietário
1,A,Ganho,2026-10-01 09:00:00,2026-10-05 09:00:00,,Ann
`, `lead_id,created_at,closed_at,status,owner
1,2026-10-01T09:00:00Z,2026-10-05T09:00:00Z,won,Ann`, 0},
	{"salesforce_dataloader", "leads", "\"_\"\t\"Id\"\t\"Company\"\t\"LeadSource\"\t\"Status\"\t\"Owner.Name\"\t\"CreatedDate\"\n" +
		"\"[Lead]\"\t\"00Q5f00000A0001EAA\"\t\"Firm\"\t\"Web\"\t\"New\"\t\"Ann\"\t\"2026-10-05T10:00:00.000+0000\"\n",
		"lead_id,source,owner,created_at\n00Q5f00000A0001,Web,Ann,2026-10-05T10:00:00Z", 0},
	{"salesforce_dataloader", "leads", `id,createddate,ownerid,converteddate,isdeleted
00Q5f00000A0001EAA,2026-10-05 10:00:00,0055f00000E0001AAA,2026-10-09,false
00Q5f00000A0002EAA,2026-10-05 10:00:00,0055f00000E0001AAA,,true
`, `lead_id,created_at,sql_at,owner
00Q5f00000A0001,2026-10-05T10:00:00Z,2026-10-09,0055f00000E0001AAA`, 0},
	{"salesforce_dataloader", "deals", `ID,STAGENAME,AMOUNT
0065f00000A0001EAA,Closed Won,10
0065f00000A0002EAA,Closed Lost,10
`, `deal_id,won
0065f00000A0001,true
0065f00000A0002,false`, 0},
	{"salesforce_dataloader", "activities", `Id,WhoId,StartDateTime,Owner.Name
00U1,L1,2026-10-05T10:00:00.000Z,Ann
`, `activity_id,type,at,owner
00U1,meeting,2026-10-05T10:00:00Z,Ann`, 0},
	{"salesforce_report", "leads", `Lead-ID;Lead-Inhaber;Lead-Status;Lead-Quelle;Erstelldatum;Konvertierungsdatum;Bewertung
00Q5f00000A0001;Ann (inaktiv);Neu;Messe;13.10.2026;15.10.2026;Heiß
`, `lead_id,owner,source,created_at,sql_at,quality
00Q5f00000A0001,Ann,Messe,2026-10-13,2026-10-15,high`, 0},
	{"salesforce_report", "leads", `ID de piste;Statut de la piste;Date de création;Propriétaire de la piste;Origine de la piste
00Q5f00000A0001;Nouveau;13/10/2026;Ann;Salon
`, `lead_id,owner,source,created_at
00Q5f00000A0001,Ann,Salon,2026-10-13`, 0},
	{"salesforce_report", "deals", `商談 ID,商談 所有者,フェーズ,金額,完了予定日
0065f00000A0001,Ann,Closed Won,10,2026/10/13
`, `deal_id,owner,won,closed_at
0065f00000A0001,Ann,true,2026-10-13`, 0},
	{"zoho", "leads", `id,Owner,Created_Time,Lead_Status,Lead_Source,Converted_Date_Time
zcrm_12,Ann,2026-10-05T10:00:00Z,Junk Lead,Web,
`, `lead_id,owner,created_at,status,source
12,Ann,2026-10-05T10:00:00Z,disqualified,Web`, 0},
	{"zoho", "leads", `ID de registro,Propietario de Posible Cliente,Hora de creación,Correo electrónico
zcrm_12,Ann,2026-10-05 10:00:00,a@x.example
`, `lead_id,owner,created_at,email
12,Ann,2026-10-05T10:00:00Z,a@x.example`, 0},
	{"dynamics", "leads", `(Nicht ändern) Lead;(Nicht ändern) Zeilenprüfsumme;(Nicht ändern) Geändert am;Erstellt am;Besitzer;Leadquelle
1F6B2C3D-0000-0000-0000-000000000001;x;2026-10-06 10:00;2026-10-05 10:00;Ann;Messe
`, `lead_id,created_at,owner,source
1f6b2c3d-0000-0000-0000-000000000001,2026-10-05T10:00:00Z,Ann,Messe`, 0},
}
