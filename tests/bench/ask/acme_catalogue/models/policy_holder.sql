SELECT agreement_identifier, party_identifier FROM agreement_party_role WHERE party_role_code = 'PH'
