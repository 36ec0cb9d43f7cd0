"""Every check there is: scenario -> the names of its checks. A profile's promise names them as `scenario.check`.

A plain table, so that a profile can be looked at without Django and without the scenarios; tests keep it equal to what
those check, and to docs/promises-checks.csv, which says of each what is observed.
"""

from collections.abc import Mapping

CHECKS: Mapping[str, tuple[str, ...]] = {
    "agent-tag": ("author_is_the_agents_own", "author_cannot_be_changed"),
    "aggregate-k": ("counters_name_nobody",),
    "at-rest": ("sealed_bytes", "keys_apart", "password_hashed"),
    "attestation": ("overdue_is_not_attested", "evidence_is_dated_and_owned"),
    "backup-drill": ("restores_and_serves", "erased_stays_erased", "sealed_and_bounded"),
    "child-gate": ("not_declared_nothing_kept", "report_stands_first", "report_erases"),
    "complaint": ("case_opened", "authority_named"),
    "consent-withdraw": ("as_easy_as_giving", "counts_at_once", "both_events_kept"),
    "contact-points": ("printed", "portal_opens_a_case", "representative_named", "officer_named"),
    "cookie-ledger": (
        "observed_is_declared",
        "page_equals_observed",
        "machine_readable_list",
        "purposes_allowed",
        "device_key_after_start",
        "cleared_by_visitor",
        "counters_name_nobody",
        "no_join_key",
        "link_has_basis",
    ),
    "cookie-refuse": ("chat_without_storage", "plain_answer"),
    "dsr-access": ("every_canary", "free_copy", "why_and_with_whom", "sources_told", "nothing_kept_is_said"),
    "dsr-clock": ("due_day", "pressing_first", "overdue_shown"),
    "dsr-erase": ("nothing_left", "certificate_lists_stores", "queued_mails_stop", "desk_reaches_as_deep"),
    "dsr-export": ("second_server_equal", "schema_published", "workspace_package"),
    "dsr-identity": ("proof_before_anything", "no_oracle", "guessing_is_stopped"),
    "dsr-object": ("objected_use_ends", "service_goes_on", "restricted_unused", "deactivated_at_once"),
    "dsr-rectify": ("mirrors_follow", "own_profile", "filed_by_letter"),
    "dsr-refusal": ("held_is_kept_and_named", "freed_goes", "reason_needed", "person_told_why"),
    "dsr-route": ("right_workspace", "controller_named", "operator_sees_no_words", "member_sees_state"),
    "egress": (
        "widget_from_own_host",
        "no_third_party",
        "only_registered_origins",
        "mail_fetches_nothing",
        "server_reaches_registered_alone",
        "providers_get_what_they_need",
    ),
    "form-allowlist": (
        "required_have_basis",
        "optional_may_be_left",
        "asked_fields_kept",
        "undeclared_kept_nowhere",
        "owner_decides_what_is_asked",
        "socket_undeclared_kept_nowhere",
        "says_what_is_needed",
    ),
    "lawful-basis": (
        "each_purpose_has_basis",
        "no_field_without_basis",
        "interest_explained",
        "legal_duty_named",
        "new_purpose_is_material",
    ),
    "least-access": ("role_matrix", "officer_reads_no_talk"),
    "leaving-link": ("external_links_marked", "no_referrer_leaks"),
    "log-hygiene": ("lines_as_declared", "secrets_absent", "address_cut"),
    "no-overclaim": ("absolute_claim_refused", "caveat_present", "applied_is_not_certified"),
    "notice-link": ("before_first_input", "in_every_channel", "each_site_has_notice"),
    "notice-render": ("scope_stated", "law_and_forum", "date_is_effective", "pdf_same_words", "plain_words"),
    "offboarding": ("nothing_left", "certificate"),
    "optout-cookie": ("off_stays_off", "undo_works"),
    "payment-minimal": ("card_masked", "no_card_column"),
    "policy-change": (
        "one_in_force",
        "earlier_readable",
        "material_mailed",
        "banner_until_acknowledged",
        "minor_no_mail",
        "purpose_change_is_material",
        "lead_time_kept",
        "reconsent_where_purposes_changed",
        "minor_acknowledged_by_use",
    ),
    "privacy-signal": ("dnt", "gpc", "said"),
    "profile-lint": ("trial_two_values", "dead_mechanism_found", "absolute_claim_found"),
    "purpose-guard": (
        "undeclared_mail_refused",
        "undeclared_door_refused",
        "visitor_purposes_closed",
        "each_mail_has_its_purpose",
        "invitee_for_account_alone",
        "security_apart",
    ),
    "recipients-cap": ("transcript_capped", "removed_gets_none"),
    "registry-gate": ("undeclared_fails", "looked_at_something", "each_field_has_subject", "each_field_has_source"),
    "remember-email": ("nothing_after_sign_out",),
    "retention-sweep": (
        "due_goes",
        "dry_run_is_the_run",
        "finite_rules_only",
        "number_is_published",
        "owner_sets_within_bound",
        "what_stays_names_nobody",
    ),
    "ropa": ("both_roles", "follows_the_map", "machines_read_it"),
    "service-mail": ("not_suppressible", "no_promotion"),
    "signin-cookie": ("tells_nothing", "moves_between_pages", "signed_out_is_dead"),
    "signup-consent": ("abandoned_form_leaves_nothing", "use_is_no_consent"),
    "staff-subject": ("agent_exports_own", "leaver_is_nobody", "invitation_without_password", "alias_alone_shown"),
    "subprocessors": (
        "list_equals_register",
        "row_is_complete",
        "no_entry_no_data",
        "blocked_until_active",
        "change_is_announced",
    ),
    "survey-voluntary": ("declining_changes_nothing",),
    "telemetry-level": (
        "visit_leaves_nothing",
        "off_stores_nothing",
        "each_level_shows_its_own",
        "browser_family_alone",
        "no_place",
        "no_whole_address",
    ),
    "tenant-isolation": ("others_do_not_exist", "forms_apart", "ended_at_once"),
    "tls": ("asks_for_tls", "cookies_bound", "nothing_mixed"),
    "transcript-delivery": ("live", "mailed_at_close"),
    "transcript-proof": (
        "untouched_ok",
        "altered_named",
        "missing_named",
        "row_changed_is_noticed",
        "erased_still_verifies",
    ),
    "transfer": ("announced_first", "country_and_mechanism_told", "dead_mechanism_refused"),
    "visitor-consent": (
        "nothing_before_start",
        "start_is_an_event",
        "off_by_default",
        "refused_before_answer",
        "record_has_hash",
        "refusing_stores_nothing",
        "browsing_records_nothing",
    ),
}


def known(check: str) -> bool:
    """check: `scenario.check`."""
    scenario, _, name = check.partition(".")
    return name in CHECKS.get(scenario, ())


def every() -> tuple[str, ...]:
    """All as `scenario.check`."""
    return tuple(f"{scenario}.{name}" for scenario, names in CHECKS.items() for name in names)
