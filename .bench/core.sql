-- The core job of `leadpact run --json` in DuckDB. From the exports of the sample company (./samples/generate,
-- format plain) it computes the goal grid, the verdicts of each rule, the don't-be-on-it list and the KPIs that
-- need activities, as id and value. The terms are those of the company's agreement.yaml; October 2026 is closed.
-- .bench/duckdb runs it and sets the variable exports, the folder of the exports.
set timezone = 'America/New_York';

create macro p_start() as timestamptz '2026-10-01 00:00:00-04:00';
create macro p_end() as timestamptz '2026-11-01 00:00:00-04:00';
create macro wall(t, days) as (t at time zone 'America/New_York' + to_days(days)) at time zone 'America/New_York';
-- a limit that begins on a date without a time of day runs to the end of the due day
create macro due(t, days, bare) as case when bare then wall(t, days + 1) - interval 1 millisecond else wall(t, days) end;
create macro past(t) as case when t < p_end() then t end;

create table lines (quality varchar, call_within double, touches bigint, breakups bigint, timeframe integer);
insert into lines values ('high', 4, 15, 1, 90), ('moderate', 24, 8, 1, 60), ('low', 48, 3, 1, 30);

create table deal as
	select lead_id, any_value(sdr) sdr, min(past(created_at)) opened, min(past(proposal_at)) proposed, min(past(closed_at)) filter (won) sold
	from read_csv(getvariable('exports') || '/deals.csv', header = true, columns = {deal_id: 'varchar', lead_id: 'varchar', amount: 'double', currency: 'varchar', stage: 'varchar',
		created_at: 'timestamptz', proposal_at: 'timestamptz', closed_at: 'timestamptz', won: 'boolean', owner: 'varchar', sdr: 'varchar', source: 'varchar', stream: 'varchar', new_business: 'boolean'})
	where currency = 'USD' and (created_at is null or created_at < p_end()) group by lead_id;

create table lead as
	with raw as (
		select distinct * from read_csv(getvariable('exports') || '/contacts.csv', header = true, all_varchar = true)
	), typed as (
		select lead_id, status, coalesce(nullif(nullif(owner, ''), 'Inbound Queue'), deal.sdr, 'Unassigned') as owner, email, action, motion, try_cast(created_at as timestamptz) created_at, past(ql_at::timestamptz) ql, past(mql_at::timestamptz) mql, length(mql_at) = 10 bare,
			past(sql_at::timestamptz) s, least(past(opportunity_at::timestamptz), opened) o, least(past(raw.proposal_at::timestamptz), proposed) p,
			least(case when status = 'won' then past(closed_at::timestamptz) end, sold) w, past(closed_at::timestamptz) closed,
			case when quality in ('high', 'moderate', 'low') then quality end as quality
		from raw left join deal using (lead_id) where try_cast(created_at as timestamptz) is not null
	), implied as (
		select *, least(ql, mql, s, o, p, w) e_ql, least(mql, s, o, p, w) handoff, least(s, o, p, w) e_sql, least(o, p, w) e_opp, least(p, w) e_prop, w as e_won, least(s, o, p, w) sold
		from typed
	)
	select i.* exclude (closed), case when status <> 'open' and not coalesce(closed < coalesce(handoff, e_ql), false) then closed end closed, l.call_within, l.touches, l.breakups, l.timeframe,
		case when action = 'demo_request' then 5 / 60.0 else l.call_within end call_limit, coalesce(handoff = mql and bare, false) untimed,
		due(handoff, l.timeframe, untimed) due, due(handoff, 14, untimed) due14, due(handoff, 28, untimed) due28, due(handoff, 56, untimed) due56
	from implied i left join lines l using (quality);

create table touch as
	with raw as (
		select activity_id, lead_id, email, type, "at", outcome, direction, automated
		from read_csv(getvariable('exports') || '/activities.csv', header = true, columns = {activity_id: 'varchar', lead_id: 'varchar', email: 'varchar', type: 'varchar',
			"at": 'timestamptz', owner: 'varchar', outcome: 'varchar', direction: 'varchar', automated: 'boolean'})
		where type in ('call', 'email', 'meeting', 'breakup') and coalesce(owner, '') <> 'Inbound Queue' and "at" < p_end()
	), once as (
		select any_value(lead_id) lead_id, any_value(email) email, any_value(type) as type, any_value("at") as "at", any_value(outcome) outcome, any_value(direction) direction, any_value(automated) automated
		from raw group by activity_id
	), sole as (select email, any_value(lead_id) lead_id from lead where email <> '' group by email having count(*) = 1)
	select l.lead_id, type, "at", outcome from once a left join sole using (email) join lead l on l.lead_id = coalesce(a.lead_id, sole.lead_id)
	where coalesce(direction, 'outbound') = 'outbound' and not coalesce(automated, false) and "at" >= l.handoff;

create table fact as
	select lead_id,
		min("at") filter (type <> 'breakup') first_touch, max("at") filter (type <> 'breakup') last_touch, min("at") filter (type = 'call') first_call, count(*) filter (type = 'call') calls,
		count(*) filter (type <> 'breakup') n, count(*) filter (type <> 'breakup' and "at" <= due) n_due, count(*) filter (type <> 'breakup' and "at" <= due14) n14,
		count(*) filter (type <> 'breakup' and "at" <= due28) n28, count(*) filter (type <> 'breakup' and "at" <= due56) n56,
		count(*) filter (type = 'breakup') b, count(*) filter (type = 'breakup' and "at" <= due) b_due,
		count(*) filter (type <> 'breakup' and "at" <= e_sql) to_sql, count(*) filter (type <> 'breakup' and "at" <= closed) before_close,
		count(*) filter (type <> 'breakup' and "at" >= p_start()) in_period, count(*) filter (type <> 'breakup' and "at" >= p_start() and outcome = 'conversation') conversed,
		count(*) filter (type <> 'breakup' and "at" >= p_start() and (outcome = 'conversation' or type = 'call' and outcome = 'connected')) contacted
	from touch join lead using (lead_id) group by lead_id;

create table row as
	select lead.*, f.first_touch, f.last_touch, f.first_call, coalesce(f.calls, 0) calls, coalesce(n, 0) n, coalesce(n_due, 0) n_due, coalesce(n14, 0) n14, coalesce(n28, 0) n28, coalesce(n56, 0) n56,
		coalesce(b, 0) b, coalesce(b_due, 0) b_due, coalesce(to_sql, 0) to_sql, coalesce(in_period, 0) in_period, coalesce(conversed, 0) conversed, coalesce(contacted, 0) contacted,
		case when not untimed then epoch(first_call) - epoch(handoff) end call_s, case when not untimed then epoch(first_touch) - epoch(handoff) end touch_s,
		case when coalesce(before_close, 0) > 0 then least(sold, closed) else sold end as "left",
		case when timeframe is not null then greatest(due(coalesce(handoff, e_ql), timeframe, untimed), wall(last_touch, 30)) end stale
	from lead left join fact f using (lead_id);

create macro verdict(due, met, gone, done) as case when due is null or due < p_start() or due >= p_end() then null when met then 'met' when gone <= due then 'excused' when done then 'late' else 'missed' end;
create table verdicts as
	select rule, owner, verdict, count(*) n from (
		select owner, unnest([
			{rule: 'call_time', verdict: case when not untimed then verdict(handoff + to_microseconds((call_limit * 3600000000)::bigint), coalesce(call_s <= call_limit * 3600, false), "left", first_call is not null) end},
			{rule: 'contact', verdict: case when not untimed then verdict(handoff + interval 24 hours, coalesce(touch_s <= 86400, false), "left", first_touch is not null) end},
			{rule: 'touches', verdict: verdict(due, n_due >= touches, "left", n >= touches)},
			{rule: 'breakup', verdict: verdict(due, b_due >= breakups, "left", b >= breakups)},
			{rule: 'cadence_14d', verdict: case when quality in ('high', 'moderate') then verdict(due14, n14 >= 3, "left", n >= 3) end},
			{rule: 'cadence_28d', verdict: case when quality in ('high', 'moderate') then verdict(due28, n28 >= 5, "left", n >= 5) end},
			{rule: 'cadence_56d', verdict: case when quality in ('high', 'moderate') then verdict(due56, n56 >= 7, "left", n >= 7) end}], recursive := true)
		from row where handoff is not null)
	where verdict is not null group by rule, owner, verdict;

create macro flow(t) as t >= p_start() and t < p_end();
create table result as
	select 'adherence.' || rule || '.' || verdict as id, sum(n)::double as value from verdicts group by rule, verdict
	union all select 'sdr.' || owner || '.' || rule || '.' || verdict, n::double from verdicts
	union all select unnest([
		{id: 'actual.leads_sourced', value: count(*) filter (flow(created_at))::double},
		{id: 'actual.qualified_leads', value: count(*) filter (flow(e_ql))::double},
		{id: 'actual.mqls_created', value: count(*) filter (flow(handoff))::double},
		{id: 'actual.mqls_managed', value: count(*) filter (handoff < p_end() and coalesce(least(e_sql, closed, stale) > p_start() or handoff >= p_start(), true))::double},
		{id: 'actual.sqls_created', value: count(*) filter (flow(e_sql))::double},
		{id: 'actual.opportunities', value: count(*) filter (flow(e_opp))::double},
		{id: 'actual.proposals', value: count(*) filter (flow(e_prop))::double},
		{id: 'actual.won', value: count(*) filter (flow(e_won))::double},
		{id: 'kpi.contact_rate', value: count(*) filter (contacted > 0) / count(*) filter (in_period > 0)},
		{id: 'kpi.conversation_rate', value: count(*) filter (conversed > 0) / count(*) filter (contacted > 0)},
		{id: 'kpi.contacts_per_sql', value: avg(to_sql) filter (flow(e_sql) and handoff < e_sql)},
		{id: 'kpi.first_call_hours', value: median(call_s) filter (flow(handoff)) / 3600},
		{id: 'kpi.first_call_hours.p90', value: quantile_cont(call_s, 0.9) filter (flow(handoff)) / 3600},
		{id: 'kpi.first_call_hours.not_called', value: count(*) filter (flow(handoff) and calls = 0)::double},
		{id: 'dont_be_on_it.not_called', value: count(*) filter (listed and calls = 0 and not untimed and handoff + interval 24 hours < p_end())::double},
		{id: 'dont_be_on_it.too_few_calls', value: count(*) filter (listed and calls < 5 and wall(handoff, 14) < p_end())::double}], recursive := true)
	from (select *, quality in ('high', 'moderate') and handoff is not null and sold is null and e_won is null and closed is null and coalesce(stale > p_end(), true) listed from row);
