-- What does one version of a scenario hold? Grain: one row, or none. Parameters: $scenario_id, $version (null: the
-- latest). Order: none.
select
    scenarios.scenario_id,
    coalesce(companies.code, '') as company,
    scenarios.page,
    scenarios.deleted,
    versions.version,
    max(versions.version) over () as versions,
    versions.name,
    versions.month,
    versions.steps,
    versions.saved_at,
    versions.person,
    versions.document,
    versions.ground
from scenarios
inner join scenario_versions as versions on versions.scenario_id = scenarios.scenario_id
left join companies on companies.subject_id = scenarios.company_id
where scenarios.scenario_id = $scenario_id
qualify versions.version = coalesce($version::integer, max(versions.version) over ())
