"""No fitness of those whose records are a state secret: a person isn't marked while it is here."""

from typing import ClassVar

import pgtrigger

from beneficiaries.models import Cadre


class CadreWithFitness(Cadre):
    """A person as this app sees them; ``convalescence.planning.erasing`` takes the fitness away."""

    class Meta:
        proxy = True
        verbose_name = "cán bộ có kết luận sức khỏe"
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="no_secret_while_fitness_is_told",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(new__records_are_secret=True, old__records_are_secret=False),
                func=(
                    "IF EXISTS (SELECT 1 FROM convalescence_candidate c"
                    " WHERE c.cadre_id = NEW.id AND c.fitness <> 'unknown') THEN"
                    " RAISE EXCEPTION 'Còn kết luận sức khỏe của người này trong phần mềm; phải xóa"
                    " trước khi đánh dấu hồ sơ là bí mật nhà nước.'"
                    " USING ERRCODE = 'check_violation'; END IF; RETURN NEW;"
                ),
            )
        ]
