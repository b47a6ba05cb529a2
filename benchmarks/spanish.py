"""Spanish text that reads like nothing and weighs like the real thing: real forms, frequencies after Zipf."""

from functools import cache
from itertools import accumulate
from random import Random

_NOUNS = str.split(
    """
    agua red pérdida residuo reciclado planta barrio vecina vecino reclamo turno trámite expediente permiso
    obra calle luminaria alumbrado semáforo tránsito bicicleta vereda plaza árbol poda dengue mosquito salud
    vacuna guardia hospital niñez jardín escuela taller oficio empleo feria productor comercio habilitación
    tasa deuda presupuesto compra licitación proveedor contrato dato tablero sensor medidor cámara mapa censo
    padrón encuesta consulta asamblea proyecto voto ordenanza decreto convenio consejo equipo capacitación
    agente inspector cuadrilla camión recorrido contenedor compost basural relleno humedal arroyo inundación
    alerta emergencia bombero energía panel consumo tarifa factura gas calefacción vivienda lote catastro
    plano escritura discapacidad adulto mayor género violencia denuncia acompañamiento comedor alimento huerta
    semilla turismo sendero museo biblioteca archivo digitalización firma ventanilla aplicación teléfono
    mensaje asistente modelo algoritmo auditoría riesgo privacidad consentimiento servidor código licencia
    estándar interfaz red cloaca pozo bomba presión caudal fuga válvula cañería cisterna laboratorio muestra
    análisis meta indicador resultado plazo demora espera fila mostrador sucursal delegación intendencia
    secretaría dirección área gabinete concejo provincia región cooperativa universidad fundación consorcio
    empresa usuario familia infancia estudiante docente madre operario
    """
)
_VERBS = str.split(
    """
    ahorrar ajustar ampliar analizar aprobar arreglar avisar bajar buscar cambiar capacitar clasificar cobrar
    comparar comprar conectar confirmar contratar controlar coordinar cuidar dejar demorar desarrollar
    detectar diagnosticar entregar escuchar evaluar evitar explicar facilitar financiar firmar formar generar
    gestionar identificar implementar informar instalar integrar intentar invitar limpiar llamar llegar llevar
    lograr mandar mantener mejorar mostrar negociar normalizar notificar ordenar organizar pagar participar
    pasar planificar plantar preguntar preparar presentar priorizar probar publicar reclamar recuperar
    reemplazar registrar relevar renovar reparar replicar respetar revisar separar simplificar sostener sumar
    terminar tomar trabajar trasladar usar validar verificar visitar
    """
)
_ADJECTIVES = str.split(
    """
    abierto accesible activo ambiental anual barrial básico ciudadano claro comunitario concreto confiable
    crítico digital domiciliario eléctrico escolar estable externo gratuito histórico húmedo independiente
    informal integral interno justo lento local mensual municipal nocturno nuevo orgánico pluvial previo
    privado productivo pronto propio provincial público rápido rural sanitario seco seguro semanal sencillo
    social sostenido técnico temprano territorial tributario urbano vecinal vial vulnerable
    """
)
_LINKS = str.split(
    """
    de la que el en y a los se del las un por con no una su para es al lo como más o pero sus le ya este sí
    porque esta entre cuando muy sin sobre también hasta hay donde quien desde todo nos durante todos uno les
    ni contra otros
    """
)
_ENDINGS = str.split("ar a an ó aron aba aban ando ado ada ados adas aremos aría amos ación aciones")
_LINK_SHARE = 0.45  # of the words of ordinary Spanish, about this many carry no meaning


@cache
def forms() -> tuple[str, ...]:
    """Every form of the vocabulary, the same order in every run: plurals, genders, conjugations."""
    found = [form for noun in _NOUNS for form in (noun, _plural(noun))]
    found += [verb[:-2] + ending for verb in _VERBS for ending in _ENDINGS]
    found += [form for adjective in _ADJECTIVES for form in _genders(adjective)]
    distinct = list(dict.fromkeys(found))
    Random("formas").shuffle(distinct)
    return tuple(distinct)


@cache
def _zipf(words: int) -> list[float]:
    return list(accumulate(1 / rank for rank in range(1, words + 1)))


def words(random: Random, count: int) -> list[str]:
    """Words that carry meaning."""
    vocabulary = forms()
    return random.choices(vocabulary, cum_weights=_zipf(len(vocabulary)), k=count)


def prose(random: Random, count: int) -> str:
    """Sentences of nine words or so, `count` words in all."""
    links = round(count * _LINK_SHARE)
    chosen = words(random, count - links) + random.choices(_LINKS, cum_weights=_zipf(len(_LINKS)), k=links)
    random.shuffle(chosen)
    sentences = (" ".join(chosen[start : start + 9]) for start in range(0, count, 9))
    return " ".join(f"{sentence.capitalize()}." for sentence in sentences)


def _plural(noun: str) -> str:
    return f"{noun}s" if noun[-1] in "aeiouáéó" else f"{noun}es"


def _genders(adjective: str) -> tuple[str, ...]:
    if adjective.endswith("o"):
        return tuple(adjective[:-1] + ending for ending in ("o", "a", "os", "as"))
    return adjective, _plural(adjective)
