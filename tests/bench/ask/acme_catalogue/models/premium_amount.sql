SELECT policy_amount.* FROM policy_amount JOIN premium USING (policy_amount_identifier)
