-- Which scenarios of a company are kept? Grain: one row per scenario, as its latest version says.
-- Parameters: $company_id (null: of prospects). Order: the latest saved first.
select
    scenarios.scenario_id,
    coalesce(companies.code, '') as company,
    scenarios.page,
    scenarios.deleted,
    max(versions.version) as version,
    max(versions.version) as versions,
    arg_max(versions.name, versions.version) as name,
    arg_max(versions.month, versions.version) as month,
    arg_max(versions.steps, versions.version) as steps,
    arg_max(versions.saved_at, versions.version) as saved_at,
    arg_max(versions.person, versions.version) as person
from scenarios
inner join scenario_versions as versions on versions.scenario_id = scenarios.scenario_id
left join companies on companies.subject_id = scenarios.company_id
where scenarios.company_id is not distinct from $company_id and not scenarios.deleted
group by all
order by max(versions.saved_at) desc, scenarios.scenario_id desc
