"""Staff: who works here, since when, where, in which post, level and step.

Organisation units, legal entities, posts, levels and steps; the employee with her dated facts;
contracts; qualifications and their registrations. Every other module stands on this one.
"""
